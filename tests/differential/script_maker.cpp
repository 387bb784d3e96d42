// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "script_maker.h"

const std::string &ScriptMaker::declarations()
{
    static const std::string text
        = "global n, m = 7, s, u = \"seven\", la, sa, ls, ss, st, sta, tiny[3], deep, lin\n"
          "function f(x, y) { if (x > y) return x - y; return f2(y) + x }\n"
          "function f2(x) { for (q = 0; q < 3; q++) x += q; return x }\n"
          "function walk(k) { la[k] += 2; if (la[k] > 50) { delete la[k]; return -1 } while (k-- > 0) if (k in la) return k; "
          "return la[k] }\n"
          "function sign:string(x) { if (x < 0) next; return \"+\" }\n"
          "function sign:string(x) { if (x < -9) return \"--\"; s .= \"-\"; return s }\n"
          "function noted(x, w:string) { try { if (x & 1) error(w); return deep[x & 7, w, x & 1]++ } catch (e) { println(\"noted "
          "\", e) "
          "} return strlen(w) }\n"
          "function listed(x, w:string) { foreach (key+ in la limit 3) { println(\"listed \", key, \" \", x, w); x += la[key]; "
          "foreach (word- in sa limit 2) w .= word } return x + strlen(w) }\n"
          "function told(x, w:string) { println((x > 0 ? \"->\" : \"<-\"), w) if (n >= 0) println(x, w) }\n"
          "function seen(x, w:string) { for (q = 0; q < x; q++) y += user_int8(q) + q; return y + strlen(w) }\n"
          "function joined:string(x, w:string) { while (x-- > 0) w .= user_int8(x) ? \"?\" : \"-\"; return w }\n"
          "function failing(x) { for (q = 0; q < 3; q++) y += user_int8(q); try { if (x & 4) error(\"four\") } catch (e) { y += "
          "strlen(e) } if (x & 1) error(\"odd\"); return 8 / (x & 2) + y }\n"
          "function endless(x) { while (1) x += user_int8(x & 7); return x }\n"
          "function h(x) { if (x < 2) return x; return h(x - 1) + h(x - 2) }\n"
          "function g:string(x:string, y:long) { if (y & 1) return x . \"!\"; return sprintf(\"%d%s\", y, x) }\n";
    return text;
}

const std::string &ScriptMaker::types()
{
    static const std::string text
        = "probe error { if (0) { la[n] = m; sa[s] = n; ls[n, s] = m; ss[s] = u; tiny[n] = s; deep[n, s, m] = n; st "
          "<<< n; lin <<< m; sta[u] <<< n; println(@count(lin), tiny[n], deep[n, s, m], @count(st), @count(sta[u]), la[n], "
          "sa[s], ls[n, s], ss[s]) } }\n";
    return text;
}

const std::string &ScriptMaker::epilogue()
{
    static const std::string text
        = "println(\"=\", n, \" \", m, \" \", s, \" \", u)\n"
          "foreach (e+ in la limit 20) println(\"la \", e, \" \", la[e])\n"
          "foreach (w+ in sa limit 20) println(\"sa \", w, \" \", sa[w])\n"
          "foreach (w- in ss limit 20) println(\"ss \", w, \" \", ss[w])\n"
          "z = 0; foreach ([e, w] in ls) z += e + strlen(w) + ls[e, w]; println(z)\n"
          "foreach (w+ in sta limit 20) println(w, @count(sta[w]), \" \", @sum(sta[w]), \" \", @avg(sta[w]))\n"
          "foreach (e+ in tiny) println(\"tiny \", e, tiny[e])\n"
          "foreach ([a+, w, b] in deep[*, \"a\", 0] limit 9) println(a, w, deep[a, w, b])\n"
          "println(@count(st), \" \", @sum(st), @count(lin), @variance(lin), @hist_linear(lin, -20, 100, 20)[2])";
    return text;
}

std::string ScriptMaker::number(int depth)
{
    static constexpr const char *constants[] = {"0",
                                                "1",
                                                "2",
                                                "-1",
                                                "3",
                                                "7",
                                                "63",
                                                "64",
                                                "100",
                                                "255",
                                                "4096",
                                                "9223372036854775807",
                                                "(-9223372036854775807-1)",
                                                "0x100000000",
                                                "-4294967297"};
    static constexpr const char *variables[] = {"n", "m", "i", "j", "k"};
    static constexpr const char *operators[] = {"+",   "-", "*",  "/", "%",  "&",  "|",  "^",  "<<", ">>",
                                                ">>>", "<", "<=", ">", ">=", "==", "!=", "&&", "||"};
    static constexpr const char *comparisons[] = {"<", "<=", ">", ">=", "==", "!="};
    static constexpr const char *assignments[] = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="};
    static constexpr const char *extractors[] = {"@count", "@sum", "@min", "@max", "@avg"};
    if (depth <= 0)
        return below(2) ? oneOf(constants) : oneOf(variables);
    const auto sub = [&] { return number(depth - 1); };
    switch (below(29)) {
    case 0:
    case 1:
    case 2:
    case 3: return '(' + sub() + ' ' + oneOf(operators) + ' ' + sub() + ')';
    case 4: return '(' + sub() + " ? " + sub() + " : " + sub() + ')';
    case 5: return std::string("(") + (below(3) ? below(2) ? "- " : "~" : "!") + sub() + ')';
    case 6: return std::string(below(2) ? "++" : "--") + oneOf(variables);
    case 7: return oneOf(variables) + std::string(below(2) ? "++" : "--");
    case 8: return "strlen(" + text(depth - 1) + ')';
    case 9: return "la[" + sub() + ']';
    case 10: return "sa[" + text(depth - 1) + ']';
    case 11: return "ls[" + sub() + ", " + text(depth - 1) + ']';
    case 12: return '(' + sub() + " in la)";
    case 13: return "([" + sub() + ", " + (below(2) ? text(depth - 1) : "*") + "] in ls)";
    case 14: return '(' + text(depth - 1) + ' ' + oneOf(comparisons) + ' ' + text(depth - 1) + ')';
    case 15: return "f(" + sub() + ", " + sub() + ')';
    case 16: return '(' + std::string(oneOf(variables)) + ' ' + oneOf(assignments) + ' ' + sub() + ')';
    case 17: return std::string(oneOf(extractors)) + (below(2) ? "(st)" : "(sta[" + text(depth - 1) + "])");
    case 18: return m_inLoop || below(2) ? "walk(" + sub() + " & 15)" : "listed(" + sub() + ", " + text(depth - 1) + ')';
    case 19: return "noted(" + sub() + ", " + text(depth - 1) + ')';
    case 20: return "@variance(" + std::string(below(2) ? "st)" : "lin)");
    case 21: return "@hist_log(st)[" + sub() + " & 127]";
    case 22: return "@hist_linear(lin, -20, 100, 20)[" + sub() + " & 7]";
    case 23: return "deep[" + sub() + " & 3, " + text(depth - 1) + ", " + sub() + " & 1]";
    case 24: return "strlen(tiny[" + sub() + " & 7])";
    case 25: return below(3) == 0 ? outside(depth) : "(" + sub() + " in tiny)";
    case 27: return below(3) == 0 ? inAdvance() : sub();
    case 26: return "([" + sub() + ", *, " + (below(2) ? "*" : sub()) + "] in deep)";
    default:
        return std::string(below(2) ? "la[" : "sa[") == "la[" ? "la[" + sub() + "]++"
                                                              : "(sa[" + text(depth - 1) + "] += " + sub() + ')';
    }
}

/// Of what the kernel has to be asked, with what is known before the statements run: few different ones fit a record.
std::string ScriptMaker::inAdvance()
{
    static constexpr const char *calls[]
        = {"seen(3, \"ab\")", "seen(seen(2, \"\"), \"c\")", "strlen(joined(3, \"ab\"))", "failing(0)", "failing(1)",
           "failing(4 + 2)",  "seen(4, joined(2, \"\"))"};
    return oneOf(calls);
}

std::string ScriptMaker::outside(int depth)
{
    static constexpr const char *expressions[] = {"a", "b+c", "^a(b|.)*$", "[0-9]+", "x|^$", "([a-z]+)(.)"};
    const auto sub = [&] { return text(depth - 1); };
    switch (below(6)) {
    case 0: return "isinstr(" + sub() + ", " + sub() + ')';
    case 1: return "strtol(" + sub() + ", " + (below(2) ? "10" : "16") + ')';
    case 2: return "stringat(" + sub() + ", " + number(depth - 1) + " & 7)";
    case 3: return "h(" + number(depth - 1) + " & 7)";
    case 4: return "strpos(" + sub() + ", " + sub() + ')';
    default: return '(' + sub() + (below(2) ? " =~ \"" : " !~ \"") + oneOf(expressions) + "\")";
    }
}

std::string ScriptMaker::text(int depth)
{
    static constexpr const char *constants[] = {"\"\"",          "\"a\"",
                                                "\"abc\"",       "\"abcdefgh\"",
                                                "\"abcdefghi\"", "\"%d%%\"",
                                                "\"x y\\tz\"",   "\"0123456789012345678901234567890123456789\""};
    static constexpr const char *variables[] = {"s", "u", "t", "v"};
    if (depth <= 0)
        return below(2) ? oneOf(constants) : oneOf(variables);
    switch (below(12)) {
    case 0:
    case 1: return '(' + text(depth - 1) + " . " + text(depth - 1) + ')';
    case 2: return "sprintf(" + format(depth - 1) + ')';
    case 3: return "substr(" + text(depth - 1) + ", " + number(depth - 1) + ", " + number(depth - 1) + ')';
    case 4: return "ss[" + text(depth - 1) + ']';
    case 5: return '(' + number(depth - 1) + " ? " + text(depth - 1) + " : " + text(depth - 1) + ')';
    case 6: return "g(" + text(depth - 1) + ", " + number(depth - 1) + ')';
    case 7: return '(' + std::string(oneOf(variables)) + " = " + text(depth - 1) + ')';
    case 8: return "sign(" + number(depth - 1) + ')';
    case 9: return "tiny[" + number(depth - 1) + " & 7]";
    case 10:
        return below(3) != 0 ? "substr(" + text(depth - 1) + ", 0, 3)"
            : below(2)       ? "str_replace(" + text(depth - 1) + ", \"a\", " + text(0) + ')'
                             : "text_str(" + text(depth - 1) + ')';
    default: return "sprint(" + number(depth - 1) + ", " + text(depth - 1) + ')';
    }
}

std::string ScriptMaker::format(int depth)
{
    static constexpr const char *numbers[] = {"%d",  "%5d", "%-6d|", "%05d", "%+d", "% d", "%x",
                                              "%#x", "%X",  "%u",    "%12i", "%p",  "%c"};
    static constexpr const char *texts[] = {"%s", "%10s", "%-12s|", "%.3s", "%s%%"};
    std::string pattern = "\"", arguments;
    const uint32_t count = 1 + below(3);
    for (uint32_t n = 0; n < count; ++n) {
        pattern += below(2) ? " " : "=";
        const bool isText = below(2);
        const std::string conversion = isText ? oneOf(texts) : oneOf(numbers);
        pattern += conversion;
        // A zero byte ends a string here and not there.
        arguments += ", " + (isText ? text(depth) : conversion == "%c" ? "(65 + (" + number(depth) + " & 7))" : number(depth));
    }
    return pattern + '"' + arguments;
}

std::string ScriptMaker::block(int depth)
{
    std::string out = "{ ";
    for (uint32_t n = 1 + below(3); n > 0; --n)
        out += statement(depth) + "; ";
    return out + '}';
}

std::string ScriptMaker::statement(int depth)
{
    static constexpr const char *longs[] = {"n", "m", "i", "j", "k"};
    static constexpr const char *strings[] = {"s", "u", "t", "v"};
    const std::string counter = "c" + std::to_string(m_loops);
    if (depth > 0) {
        switch (below(13)) {
        case 0: return "if (" + number(depth) + ") " + block(depth - 1) + (below(2) ? " else " + block(depth - 1) : "");
        case 1: {
            ++m_loops;
            const bool outer = m_inLoop;
            m_inLoop = true;
            std::string loop = "for (" + counter + " = 0; " + counter + " < " + std::to_string(1 + below(4)) + "; " + counter
                + "++) " + block(depth - 1);
            m_inLoop = outer;
            return loop;
        }
        case 2: {
            ++m_loops;
            const bool outer = m_inLoop;
            m_inLoop = true;
            std::string loop = counter + " = " + std::to_string(1 + below(4)) + "; while (" + counter + "-- > 0) "
                + block(depth - 1);
            m_inLoop = outer;
            return loop;
        }
        case 3: return "try " + block(depth - 1) + " catch (v) { println(v) }";
        case 4: return "try " + block(depth - 1) + " catch " + block(depth - 1);
        case 5:
            return "foreach (e" + std::string(below(2) ? "+" : "-") + " in la limit " + std::to_string(below(5))
                + ") println(\"e\", e, la[e])";
        case 6:
            return "foreach (x = w" + std::string(below(2) ? "+" : "-") + " in sa limit 3) { println(w, x); if (x > 3) break }";
        case 7: return "foreach ([e+, w] in ls[*, " + text(depth - 1) + "] limit 3) println(e, w)";
        case 8:
            return "foreach ([a+, w, b] in deep[*, " + text(0) + ", " + (below(2) ? "0" : "1")
                + "] limit 4) println(a, w, b, deep[a, w, b])";
        case 9:
            return "foreach (e+ in tiny) foreach (d" + std::string(below(2) ? "+" : "-")
                + " in la limit 3) println(e, d, tiny[e])";
        case 10: return "while (1) { if (k++ >= " + number(0) + " || k > 40) break; " + statement(0) + " }";
        default: break;
        }
    }
    switch (below(20)) {
    case 0:
    case 1: return std::string(oneOf(longs)) + " = " + number(depth + 1);
    case 2: return std::string(oneOf(strings)) + " = " + text(depth + 1);
    case 3: return std::string(oneOf(strings)) + " .= " + text(depth);
    case 4: return "la[" + number(depth) + "] = " + number(depth);
    case 5: return "sa[" + text(depth) + "] " + (below(2) ? "=" : "+=") + ' ' + number(depth);
    case 6: return "ls[" + number(depth) + ", " + text(depth) + "] = " + number(depth);
    case 7: return "ss[" + text(depth) + "] " + (below(2) ? "=" : ".=") + ' ' + text(depth);
    case 8: return below(2) ? "st <<< " + number(depth) : "sta[" + text(depth) + "] <<< " + number(depth);
    case 9: return below(2) ? "delete la[" + number(depth) + ']' : "delete sa[" + text(depth) + ']';
    case 10: {
        static constexpr const char *wholes[] = {"la", "sa", "ss", "st", "sta", "n", "s", "ls[*, \"a\"]"};
        return std::string("delete ") + oneOf(wholes);
    }
    case 11: return "printf(" + format(depth) + ')';
    case 12: return "println(" + number(depth) + ", " + text(depth) + ')';
    case 13:
        if (m_inLoop)
            return "if (" + number(depth) + ") " + (below(2) ? "break" : "continue");
        return below(8) != 0 ? "told(" + (below(2) ? number(0) : number(depth)) + ", " + text(depth) + ')'
                             : "if (" + number(1) + ") error(\"given up\")";
    case 14: return "try { tiny[" + number(depth) + "] = " + text(depth) + " } catch (v) { println(v) }";
    case 15:
        return "deep[" + number(depth) + ", " + text(depth) + ", " + number(0) + "] " + (below(2) ? "=" : "-=") + ' '
            + number(depth);
    case 16: return "lin <<< " + number(depth);
    case 17: {
        static constexpr const char *drawings[] = {"print(@hist_log(st))", "print(@hist_linear(lin, -20, 100, 20))",
                                                   "foreach (b in @hist_log(st)) n += @hist_log(st)[b]"};
        return below(4) != 0 ? "delete tiny[" + number(0) + ']' : oneOf(drawings);
    }
    case 18: return std::string("delete ") + (below(2) ? "deep[*, " + text(0) + ", *]" : below(2) ? "tiny" : "lin");
    default: return "print(" + number(depth + 1) + ')';
    }
}

std::vector<std::string> ScriptMaker::statements()
{
    std::vector<std::string> all;
    m_loops = 0;
    for (uint32_t n = 3 + below(10); n > 0; --n)
        all.push_back(statement(2));
    return all;
}
