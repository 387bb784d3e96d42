// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "own_probes.h"
#include "probed.h"
#include "translator/arithmetic.h"

#include <QtTest>

#include <sys/syscall.h>

using namespace tapscope;
using namespace tapscope::translator;

/// Handlers as the kernel runs them: loaded, attached to functions of this program, and what they send compared.
class TestEmit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void verifies_data();
    void verifies();
    void prints();
    void arithmetic();
    void strings();
    void indents();
    void errors();
    void loops();
    void longOutput();
    void framesThatAreBusy();
    void loses();
    void tells();
    void defers();
    void defersReturns();
    void refuses_data();
    void refuses();
    void groupedFallback();
};

void TestEmit::initTestCase()
{
    const std::string why = whyNotHere();
    QVERIFY2(!why.starts_with("error: "), why.c_str());
    if (!why.empty())
        QSKIP(why.c_str());
}

void TestEmit::verifies_data()
{
    QTest::addColumn<QString>("script");
    const auto row = [](const char *name, const std::string &script) { QTest::newRow(name) << QString::fromStdString(script); };
    row("empty", on("probed_sum", ""));
    row("count", "global n\n" + on("probed_sum", "n++"));
    row("count by execname", "global n\n" + on("probed_sum", "n[execname()]++"));
    row("print", on("probed_sum", "printf(\"%d %s\\n\", pid(), execname())"));
    row("tree",
        on("probed_*", "printf(\"%s -> %s %s\\n\", thread_indent(1), ppfunc(), $$parms)")
            + on("probed_*", "printf(\"%s <- %s\\n\", thread_indent(-1), ppfunc())", ".return"));
    row("histograms",
        "global a, b, c\n" + on("probed_sum", "a <<< $a; b[execname(), $a] <<< $b; c <<< $c; c <<< -1")
            + "probe end { print(@hist_log(a)) print(@hist_log(b[\"x\", 1])) print(@hist_linear(c, -20, 900, 11)) }\n");
    row("by function", "global n\n" + on("probed_*", "n[ppfunc(), tid()] <<< 1"));
    std::string conditions;
    for (int n = 0; n < 64; ++n)
        conditions += "if ($a & " + std::to_string(1ll << (n % 40)) + ") x += " + std::to_string(n + 1) + "\n";
    row("64 conditions", "global g\n" + on("probed_sum", conditions + "g[x] = 1; println(x)"));
    row("conditional prints", on("probed_sum", "if ($a > 1) println($a); if ($b) { println($b); next } println(1)"));
    row("nested loops",
        "global n\n"
            + on("probed_sum",
                 "for (i = 0; i < 10; i++) { for (j = 0; j < i; j++) { if (j == 5) break; n += j } if (n > 100) next }"));
    row("division in try", "global n\n" + on("probed_sum", "try { n = 10 / $b } catch (m) { n = -1; println(m) }"));
    row("calls",
        "global n\nfunction f(x) { if (x > 2) return x * 2; return f2(x) + 1 } function f2(y) { return y + 7 }\n"
            + on("probed_sum", "n += f($a) + f($b) * f(3)"));
    row("strings",
        "global s, t\n"
            + on("probed_pair",
                 "s = execname() . \":\" . user_string($name); if (s == \"x\") t[s, 1] = 2; println(s, strlen(s), substr(s, 1, "
                 "3))"));
    row("foreach",
        "global a, b\n"
            + on("probed_sum",
                 "a[execname(), $a] .= \"x\"; b[$a]++; foreach ([k, n] in a) { if (n == 3) break; println(k, n) }"
                 "foreach (v = [k, n] in a- limit 3) println(k, v); foreach (q+ in b) foreach (l- in b limit q) println(l);"
                 "foreach ([k, n-] in a[\"x\", *]) println(n); delete a; if ([*, 1] in a) delete a[*, 1]"));
    row("extractors",
        "global a, b\n"
            + on("probed_sum",
                 "a <<< $a; b[execname()] <<< $b; println(@count(a), @sum(a), @min(a), @max(a), @avg(a), @variance(a, 3));"
                 "foreach (k in b @avg- limit 5) println(k, @variance(b[k])); println(@hist_log(a)[$c]); delete a; delete b"));
    row("sprintf",
        "global a\n"
            + on("probed_pair",
                 "s = sprintf(\"%d-%5d|%-5x|%#x %s %.2s%%%c\", tid(), 3, 4, 5, user_string($name), execname(), 65);"
                 "a[s, sprint(1, s)]++; println(s . sprintf(\"%8s\", s))"));
    row("children", "global n\n" + on("probed_sum", "n = target()"));
}

void TestEmit::verifies()
{
    QFETCH(QString, script);
    Translated t(script.toStdString());
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    QVERIFY(!t.bundle.kernel.programs.empty());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    for (size_t p = 0; p < runner.verified.size(); ++p) {
        const size_t emitted = t.bundle.kernel.programs[p].code.size();
        QVERIFY2(runner.verified[p] <= 20 * emitted,
                 qPrintable(QString::number(runner.verified[p]) + QStringLiteral(" processed for ") + QString::number(emitted)));
        if (qEnvironmentVariableIsSet("TAPSCOPE_TEST_FIGURES"))
            qInfo("%zu instructions, %u processed", emitted, runner.verified[p]);
    }
    // Without a sources text nothing would be there to show.
    QVERIFY(disassemble(t.bundle, t.sources).find("test.stp:") != std::string::npos);
}

void TestEmit::prints()
{
    Translated t(on("probed_sum", "printf(\"%d %d %d %s lit %s %s\\n\", $a, $b, $c, execname(), ppfunc(), $$parms); println(7)")
                 + on("probed_sum", "printf(\"%d\\n\", $return)", ".return"));
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    timespec before{}, after{};
    clock_gettime(CLOCK_MONOTONIC, &before);
    QCOMPARE(probed_sum(-5, -7, 200), 188);
    clock_gettime(CLOCK_MONOTONIC, &after);
    runner.consume();
    QCOMPARE(runner.records.size(), 2u);
    const Record &entry = runner.records[0];
    QCOMPARE(entry.header.pid, static_cast<uint32_t>(getpid()));
    QCOMPARE(entry.header.tid, static_cast<uint32_t>(syscall(SYS_gettid)));
    QCOMPARE(entry.header.flags, static_cast<uint32_t>(HasExecname));
    QVERIFY(std::string(entry.header.execname).starts_with("translator_tst"));
    const auto ns = [](const timespec &at) {
        return static_cast<uint64_t>(at.tv_sec) * 1'000'000'000u + static_cast<uint64_t>(at.tv_nsec);
    };
    QVERIFY(entry.header.timeNs >= ns(before) && entry.header.timeNs <= ns(after));
    QCOMPARE(t.bundle.program.sites[entry.header.site].function, std::string("probed_sum"));
    QCOMPARE(entry.entries.size(), 2u);
    const RecordLayout &layout = t.bundle.layouts[entry.entries[0].id];
    QCOMPARE(layout.fields.size(), 6u);
    QCOMPARE(layout.fields[3].kind, FieldKind::Execname);
    QCOMPARE(layout.fields[4].kind, FieldKind::Literal); // of the only site
    QCOMPARE(layout.fields[4].literal, std::string("probed_sum"));
    QCOMPARE(layout.fields[5].kind, FieldKind::Variables);
    QCOMPARE(layout.fields[5].count, 3u);
    const int64_t expected[] = {-5, -7, 200, -5, -7, 200, 0};
    QCOMPARE(entry.entries[0].bytes.size(), sizeof expected);
    QVERIFY(std::memcmp(entry.entries[0].bytes.data(), expected, sizeof expected) == 0);
    QCOMPARE(field(entry, 1, 0), 7);
    QCOMPARE(field(runner.records[1], 0, 0), 188);
    QCOMPARE(runner.counters(0).hits, 1u);
}

/// A random expression over $a, $b and constants, with its value by the rules of the language.
struct RandomExpression {
    std::string text;
    std::optional<int64_t> value;
};

static RandomExpression randomExpression(QRandomGenerator &random, int depth, int64_t a, int64_t b)
{
    using ir::Op;
    if (depth == 0 || random.bounded(6) == 0) {
        switch (random.bounded(3)) {
        case 0: return {"va", a};
        case 1: return {"vb", b};
        default: {
            const int64_t n = random.bounded(2) ? random.bounded(1000)
                                                : static_cast<int64_t>(random.generate64() >> random.bounded(1, 63));
            return {std::to_string(n), n};
        }
        }
    }
    static const struct {
        const char *text;
        Op op;
    } binary[] = {{"+", Op::Add},          {"-", Op::Subtract},   {"*", Op::Multiply},    {"/", Op::Divide},
                  {"%", Op::Modulo},       {"<<", Op::ShiftLeft}, {">>", Op::ShiftRight}, {">>>", Op::ShiftRightLogical},
                  {"&", Op::And},          {"|", Op::Or},         {"^", Op::Xor},         {"==", Op::Equal},
                  {"!=", Op::NotEqual},    {"<", Op::Less},       {"<=", Op::LessEqual},  {">", Op::Greater},
                  {">=", Op::GreaterEqual}},
      unary[] = {{"-", Op::Negate}, {"~", Op::Complement}, {"!", Op::Not}};
    const RandomExpression left = randomExpression(random, depth - 1, a, b);
    const int kind = random.bounded(10);
    if (kind == 0) {
        const auto &u = unary[random.bounded(3)];
        return {std::string("(") + u.text + " (" + left.text + "))",
                left.value ? ir::evaluate(u.op, *left.value, 0) : std::nullopt};
    }
    const RandomExpression right = randomExpression(random, depth - 1, a, b);
    if (kind == 1) {
        const RandomExpression third = randomExpression(random, depth - 1, a, b);
        std::optional<int64_t> value;
        if (left.value)
            value = *left.value ? right.value : third.value;
        return {"(" + left.text + " ? " + right.text + " : " + third.text + ")", value};
    }
    if (kind == 2) {
        const bool isAnd = random.bounded(2) != 0;
        std::optional<int64_t> value;
        if (left.value && (*left.value != 0) != isAnd)
            value = !isAnd;
        else if (left.value && right.value)
            value = *right.value != 0;
        return {"(" + left.text + (isAnd ? " && " : " || ") + right.text + ")", value};
    }
    const auto &o = binary[random.bounded(static_cast<int>(std::size(binary)))];
    const bool both = left.value && right.value;
    return {"(" + left.text + " " + o.text + " " + right.text + ")",
            both ? ir::evaluate(o.op, *left.value, *right.value) : std::nullopt};
}

void TestEmit::arithmetic()
{
    QRandomGenerator random(20261121);
    constexpr int rounds = 12, each = 25;
    for (int round = 0; round < rounds; ++round) {
        const int64_t edges[] = {INT64_MIN, INT64_MAX, -1, 0, 1, 63, 64, static_cast<int64_t>(random.generate64())};
        const int64_t a = edges[random.bounded(8)];
        const auto b = static_cast<int>(edges[random.bounded(8)]);
        std::vector<RandomExpression> expressions;
        std::string body = "va = $a; vb = $b\n";
        for (int n = 0; n < each; ++n) {
            expressions.push_back(randomExpression(random, 5, a, b));
            body += "try { println(" + expressions.back().text + ") } catch { println(-77, -77) }\n";
        }
        Translated t(on("probed_sum", body));
        QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
        KernelRunner runner(t);
        QVERIFY2(runner.error.empty(), runner.error.c_str());
        QVERIFY2(runner.attach(), runner.error.c_str());
        probed_sum(a, b, 0);
        runner.consume();
        QCOMPARE(runner.records.size(), 1u);
        QCOMPARE(runner.records[0].entries.size(), expressions.size());
        for (size_t n = 0; n < expressions.size(); ++n) {
            const auto &bytes = runner.records[0].entries[n].bytes;
            const std::string context = expressions[n].text + " with " + std::to_string(a) + ", " + std::to_string(b);
            QVERIFY2((bytes.size() == 8) == expressions[n].value.has_value(), context.c_str());
            if (expressions[n].value) {
                const int64_t got = field(runner.records[0], n, 0);
                QVERIFY2(got == *expressions[n].value, (context + " gave " + std::to_string(got)).c_str());
            }
        }
    }
}

// The kernel's buckets are those that the analysis computes.
void TestEmit::strings()
{
    Translated t(
        "global g, names\n"
        + on("probed_pair",
             "s = \"<\" . user_string($name) . \">\"; g = s; names[user_string($name)] = s;"
             "printf(\"%s|%d|%s|%s|%d%d%d\", s, strlen(s), substr(s, 2, 3), names[\"darjeeling\"], s == \"<darjeeling>\","
             "s < \"<e\", g == s)"));
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    const Pair pair{1, 2};
    probed_pair(&pair, "darjeeling");
    runner.consume();
    QCOMPARE(runner.records.size(), 1u);
    const Record::Entry &entry = runner.records[0].entries[0];
    size_t at = 0;
    std::string text;
    for (const FieldLayout &f : t.bundle.layouts[entry.id].fields) {
        if (f.kind == FieldKind::Long) {
            text += std::to_string(entry.at<int64_t>(at)) + ' ';
            at += 8;
            continue;
        }
        QCOMPARE(f.kind, FieldKind::Bytes);
        const auto length = entry.at<uint32_t>(at);
        text += std::string(entry.bytes.data() + at + 8, length) + ' ';
        at += 8 + ((length + 7) & ~7u);
    }
    QCOMPARE(at, entry.bytes.size());
    QCOMPARE(text, std::string("<darjeeling> 12 arj <darjeeling> 1 1 1 "));
}

void TestEmit::indents()
{
    Translated t(on("probed_deep", "printf(\"%s\", thread_indent(4))")
                 + on("probed_deep", "printf(\"%s\", thread_indent(-4))", ".return"));
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    probed_deep(2);
    probed_deep(0);
    runner.consume();
    QCOMPARE(runner.records.size(), 8u);
    const int spaces[] = {3, 7, 11, 11, 7, 3, 3, 3};
    for (size_t n = 0; n < 8; ++n) {
        const Record &r = runner.records[n];
        QCOMPARE(r.header.flags, static_cast<uint32_t>(HasFrame | HasExecname));
        QCOMPARE(r.entries[0].at<int32_t>(8), spaces[n]);
        QCOMPARE(r.entries[0].at<int32_t>(12), n < 3 || n == 6 ? 4 : -4);
        QVERIFY(r.entries[0].at<int64_t>(0) >= 0);
    }
    QCOMPARE(runner.records[0].entries[0].at<int64_t>(0), 0);
    QCOMPARE(runner.records[6].entries[0].at<int64_t>(0), 0);
    // Entry and return of one call name the same slot, and the same way back.
    for (size_t n = 0; n < 3; ++n) {
        QCOMPARE(runner.records[n].header.stackPointer, runner.records[5 - n].header.stackPointer);
        QCOMPARE(runner.records[n].header.returnAddress, runner.records[5 - n].header.returnAddress);
    }
    QVERIFY(runner.records[1].header.stackPointer < runner.records[0].header.stackPointer);
}

void TestEmit::errors()
{
    Translated t("global z, caught\n" + on("probed_sum", "println(1); println(5 / z); println(2)")
                 + on("probed_pair", "try { println(user_string($name)) } catch (m) { caught++; println(m) } error(\"enough\")"));
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    probed_sum(1, 1, 1);
    const Pair pair{1, 2};
    probed_pair(&pair, nullptr);
    runner.consume();
    QCOMPARE(runner.records.size(), 2u);
    QCOMPARE(runner.records[0].entries.size(), 2u);
    QCOMPARE(field(runner.records[0], 0, 0), 1);
    QCOMPARE(runner.records[0].entries[1].id, entryError);
    QCOMPARE(runner.records[0].entries[1].at<uint32_t>(0), static_cast<uint32_t>(RuntimeError::DivisionByZero));
    QCOMPARE(runner.records[1].entries.size(), 2u);
    QCOMPARE(std::string(runner.records[1].entries[0].bytes.data() + 8, 10), std::string("read fault"));
    QCOMPARE(runner.records[1].entries[1].at<uint32_t>(0), static_cast<uint32_t>(RuntimeError::Raised));
    QCOMPARE(t.bundle.errorSites[runner.records[1].entries[1].at<uint32_t>(4)].subject, std::string("enough"));
    QCOMPARE(runner.scalar(1), 1);
}

void TestEmit::loops()
{
    Translated t(
        "global n, m\n"
        + on("probed_sum",
             "for (i = 0; i < $a; i++) { if (i == 3) continue; for (j = 0; j < 4; j++) { if (j == 2) break; n += 10 } n++;"
             "if (i == 6) break } println(i, n); while (1) { if (m++ > $b) next } println(99)"));
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    probed_sum(100, 50, 0);
    probed_sum(0, 20000, 0);
    runner.consume();
    QCOMPARE(runner.records.size(), 2u);
    QCOMPARE(runner.records[0].entries.size(), 1u);
    QCOMPARE(field(runner.records[0], 0, 0), 6);
    QCOMPARE(field(runner.records[0], 0, 1), 6 * 21);
    QCOMPARE(runner.records[0].header.flags, 0u);
    QCOMPARE(runner.records[1].entries.size(), 2u);
    QCOMPARE(runner.records[1].entries[1].at<uint32_t>(0), static_cast<uint32_t>(RuntimeError::MaxAction));
    QCOMPARE(runner.records[1].header.flags, static_cast<uint32_t>(Aborted));
}

void TestEmit::longOutput()
{
    // More than a record holds: it is sent in pieces, and nothing is cut.
    Translated t("global n\n"
                 + on("probed_sum", "for (i = 0; i < $a; i++) { println(i); if (i % 100 == 0) foreach (k in n) print(k) } exit()")
                 + "probe begin { n[7] = 1 }");
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    probed_sum(1500, 0, 0);
    runner.consume();
    QVERIFY(runner.records.size() > 2);
    int64_t next = 0;
    for (size_t r = 0; r < runner.records.size(); ++r) {
        QCOMPARE(runner.records[r].header.flags, 0u);
        for (size_t e = 0; e < runner.records[r].entries.size(); ++e) {
            if (runner.records[r].entries[e].id != entryExit)
                QCOMPARE(field(runner.records[r], e, 0), next++);
        }
    }
    QCOMPARE(next, 1500);
    QCOMPARE(runner.records.back().entries.back().id, entryExit);
}

void TestEmit::framesThatAreBusy()
{
    // As when a handler interrupts others on its processor: none works in the memory of another, and the hit is counted.
    Translated t(on("probed_sum", "println($a)"));
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    const auto &maps = t.bundle.kernel.maps;
    const auto frames = std::ranges::find(maps, std::string("frames"), &protocol::Map::name);
    QVERIFY(frames != maps.end());
    const auto occupy = [&](uint64_t busy) {
        const size_t stride = (frames->valueSize + 7) & ~7u;
        std::vector<char> value(stride * static_cast<size_t>(libbpf_num_possible_cpus()));
        for (size_t cpu = 0; cpu < value.size(); cpu += stride)
            std::memcpy(value.data() + cpu, &busy, sizeof busy);
        for (uint32_t slot = 0; slot < frames->maxEntries; ++slot)
            QCOMPARE(bpf_map_update_elem(runner.map(static_cast<int32_t>(frames - maps.begin())), &slot, value.data(), 0), 0);
    };
    occupy(1);
    probed_sum(1, 0, 0);
    occupy(0);
    probed_sum(2, 0, 0);
    runner.consume();
    QCOMPARE(runner.records.size(), 1u);
    QCOMPARE(field(runner.records[0], 0, 0), 2);
    QCOMPARE(runner.counters(0).frameBusy, 1u);
    QCOMPARE(runner.counters(0).hits, 2u);
}

void TestEmit::loses()
{
    Translated t(on("probed_sum", "println($a)"), [](TranslateOptions &o) { o.ringBytes = 4096; });
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    QCOMPARE(sched_setaffinity(0, sizeof one, &one), 0);
    for (int n = 0; n < 100; ++n)
        probed_sum(n, 0, 0);
    runner.consume();
    const auto kept = runner.records.size();
    QVERIFY(kept > 10 && kept < 60);
    QCOMPARE(runner.counters(0).ringFull, 100 - kept);
    probed_sum(100, 0, 0);
    probed_sum(101, 0, 0);
    runner.consume();
    QCOMPARE(runner.records.size(), kept + 2);
    QCOMPARE(runner.records[kept].header.lostBefore, 100 - kept);
    QCOMPARE(runner.records[kept + 1].header.lostBefore, 0u);
}

void TestEmit::tells()
{
    Translated t(on("probed_sum", "warn(\"careful\"); log(\"said\"); exit()"));
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    probed_sum(0, 0, 0);
    probed_sum(0, 0, 0);
    runner.consume();
    QCOMPARE(runner.records.size(), 1u);
    QCOMPARE(runner.records[0].entries.size(), 3u);
    QCOMPARE(runner.records[0].entries[0].id, entryWarning);
    QCOMPARE(t.bundle.layouts[runner.records[0].entries[0].at<uint32_t>(0)].fields[0].literal, std::string("careful"));
    QCOMPARE(t.bundle.layouts[runner.records[0].entries[1].id].fields[0].literal, std::string("said"));
    QCOMPARE(runner.records[0].entries[2].id, entryExit);
    QCOMPARE(runner.control().state, 2u);
}

/// What only the interpreter can do is done on a record of the hit; handlers that share its variables go with it.
void TestEmit::defers()
{
    Translated t("global words, n, hits, sum\nfunction fib(x) { if (x < 2) return x; return fib(x - 1) + fib(x - 2) }\n"
                 + on("probed_pair", "words .= tokenize(user_string($name), \"a\"); hits++; sum <<< fib(pid() % 3)")
                 + on("probed_sum", "println(words); n = $a") + on("probed_sum", "hits++", ".return")
                 + on("probed_pair", "n += 2", ".return"));
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    QCOMPARE(t.bundle.deferrals.size(), 3u);
    QVERIFY(!t.bundle.deferrals.contains(2)); // adding goes together with adding
    QCOMPARE(t.bundle.deferrals.at(0).reads.size(), 1u);
    QCOMPARE(std::string(t.bundle.deferrals.at(0).reason.id), std::string("recursion-in-kernel"));
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    QVERIFY2(runner.attach(), runner.error.c_str());
    probed_sum(41, 0, 0);
    runner.consume();
    QCOMPARE(runner.records.size(), 1u);
    const Record &record = runner.records[0];
    QCOMPARE(record.entries.size(), 1u);
    QVERIFY(t.bundle.layouts[record.entries[0].id].deferred);
    QCOMPARE(field(record, 0, 0), 41);
}

/// What was kept from the entry stays in the kernel, unless keeping it needs the interpreter.
void TestEmit::defersReturns()
{
    const auto script = [](const std::string &kept) {
        return on("probed_pair", "if (user_string(@entry(" + kept + ")) != \"\") println(strtol(\"5\", 10))", ".return");
    };
    const Translated kernel(script("$name"));
    QVERIFY2(!kernel.diagnostics.hasErrors(), kernel.said().c_str());
    QCOMPARE(kernel.bundle.deferrals.size(), 1u);
    QCOMPARE(kernel.bundle.deferrals.at(1).entryValues.size(), 1u);
    QCOMPARE(kernel.bundle.deferrals.at(1).reads.size(), 1u);
    const Translated later(on("probed_pair", "println(@entry(strtol(\"5\", 10)))", ".return"));
    QVERIFY2(!later.diagnostics.hasErrors(), later.said().c_str());
    QCOMPARE(later.bundle.deferrals.size(), 2u);
    QVERIFY(later.bundle.deferrals.at(1).entryValues.empty());
    const Translated refused(script("strtol(\"5\", 10)"));
    QCOMPARE(refused.diagnostics.errorCount(), 1u);
}

void TestEmit::refuses_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("obstacle");
    const auto row = [](const char *name, const std::string &script, const char *id, const char *text, const char *obstacle) {
        QTest::newRow(name) << QString::fromStdString(script) << QString::fromLatin1(id) << QString::fromLatin1(text)
                            << QString::fromLatin1(obstacle);
    };
    row("computed string", "global n\n" + on("probed_pair", "n = sprintf(\"%*d%s\", 3, 4, user_string($name + strlen(n)))"),
        "not-in-kernel", "sprintf(\"%*d%s\", 3, 4, user_string($name + strlen(n)))", "user_string($name + strlen(n))");
    row("the same of two points",
        "global n\nprobe process(\"/proc/self/exe\").function(\"probed_pair\").call, "
        "process(\"/proc/self/exe\").function(\"probed_sum\").call { n = tokenize(user_string(uint_arg(1) + strlen(n)), \"a\") }",
        "not-in-kernel", "tokenize(user_string(uint_arg(1) + strlen(n)), \"a\")", "user_string(uint_arg(1) + strlen(n))");
    const std::string count = "function count(p) { while (p & 7) { s += user_int8(p++) } return s }\n";
    row("call of what the statements know", "global n\n" + count + on("probed_sum", "n = strtol(\"5\", 10); println(count(n))"),
        "not-in-kernel", "strtol(\"5\", 10)", "count(n)");
    row("call of what changes something",
        "global n\nfunction changing(p) { n++; while (p & 7) { s += user_int8(p++) } return s }\n"
            + on("probed_sum", "println(strtol(\"5\", 10), changing($a))"),
        "not-in-kernel", "strtol(\"5\", 10)", "changing($a)");
    row("call in a loop", count + on("probed_sum", "for (i = 0; i < 3; i++) println(strtol(\"5\", 10), count(i))"),
        "not-in-kernel", "strtol(\"5\", 10)", "count(i)");
    row("indentation under a condition", on("probed_sum", "if ($a) println(thread_indent(1), strtol(\"5\", 10))"),
        "not-in-kernel", "strtol(\"5\", 10)", "thread_indent(1)");
}

void TestEmit::refuses()
{
    QFETCH(QString, script);
    QFETCH(QString, id);
    QFETCH(QString, text);
    QFETCH(QString, obstacle);
    Translated t(script.toStdString());
    QCOMPARE(t.diagnostics.errorCount(), 1u);
    const script::Diagnostic &d = t.diagnostics.all().front();
    QCOMPARE(std::string(d.id), id.toStdString());
    if (!text.isEmpty())
        QCOMPARE(std::string(t.sources.text(d.range)), text.toStdString());
    QVERIFY(!d.nextStep.empty());
    QCOMPARE(d.notes.size(), 1u);
    QCOMPARE(std::string(t.sources.text(d.notes[0].range)), obstacle.toStdString());
}

void TestEmit::groupedFallback()
{
    Translated t(on("probed_*", "printf(\"%s %s\\n\", thread_indent(1), ppfunc())")
                     + on("probed_*", "printf(\"%s\\n\", ppfunc())", ".return"),
                 [](TranslateOptions &o) {
                     o.features.uprobeMulti = false;
                     o.features.tracefsUprobes = true;
                     o.taskMmOffset = 2000;
                     o.mmStartCodeOffset = 300;
                 });
    QVERIFY2(!t.diagnostics.hasErrors(), t.said().c_str());
    QVERIFY(t.bundle.sitesByAddress);
    KernelRunner runner(t);
    QVERIFY2(runner.error.empty(), runner.error.c_str());
    for (size_t p = 0; p < runner.verified.size(); ++p)
        QVERIFY2(runner.verified[p] <= 20 * t.bundle.kernel.programs[p].code.size(),
                 qPrintable(QString::number(runner.verified[p]) + QStringLiteral(" processed for ")
                            + QString::number(t.bundle.kernel.programs[p].code.size())));
    Translated named("global n\n" + on("probed_*", "n[ppfunc()]++"), [](TranslateOptions &o) {
        o.features.uprobeMulti = false;
        o.features.tracefsUprobes = true;
        o.taskMmOffset = 2000;
        o.mmStartCodeOffset = 300;
    });
    QVERIFY2(!named.diagnostics.hasErrors(), named.said().c_str());
    QVERIFY(named.bundle.deferrals.contains(0));
    QCOMPARE(std::string(named.sources.text(named.bundle.deferrals.at(0).reason.range)), std::string("n[ppfunc()]++"));
    // Each return attachment has the program that remembers the sites before it.
    for (size_t n = 0; n < t.bundle.attachments.size(); ++n) {
        const PlannedAttachment &planned = t.bundle.attachments[n];
        if (!planned.attachment.isReturn)
            continue;
        QVERIFY(n > 0);
        QCOMPARE(t.bundle.attachments[n - 1].handler, planned.handler);
        QCOMPARE(t.bundle.attachments[n - 1].attachment.offsets, planned.attachment.offsets);
        QVERIFY(!t.bundle.attachments[n - 1].attachment.isReturn);
    }
}

QTEST_GUILESS_MAIN(TestEmit)
#include "tst_emit.moc"
