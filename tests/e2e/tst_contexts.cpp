// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli.h"

/// Functions about the context of a hit, in handlers where what they tell comes in another way than usual.
class TestContexts : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void answers_data();
    void answers();
    void refused_data();
    void refused();
    void conditionsInAnalysis();
    void targetTreeAtTheHit();
    void callsInAdvance();
    void statementsOfCallsInAdvance();
};

void TestContexts::initTestCase()
{
    if (!e2e::isRoot())
        QSKIP("probing needs root");
}

void TestContexts::answers_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *script, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(script) << QString::fromUtf8(expected);
    };
    row("registers at a system call",
        "global n probe process.syscall { if ($syscall == 257 && !n++) println(register(\"rdi\") == $arg1, register(\"rsi\") == "
        "$arg2, "
        "addr() == uaddr(), user_mode(), registers_valid()) }",
        "^11111$");
    row("arguments of system calls",
        "global n, m probe syscall.openat { if (pid() == target() && !n++) println(int_arg(1), pointer_arg(2) == filename_uaddr, "
        "uint_arg(3) == flags) } probe syscall.openat.return { if (pid() == target() && !m++) println(\" \", int_arg(1)) }",
        "^-10011\n -100$");
    row("results of system calls",
        "global n probe syscall.openat.return { if (pid() == target() && returnval() >= 0 && !n++) println(returnval() == "
        "$return, "
        "returnstr(2) == sprintf(\"0x%x\", $return), register(\"rax\") == retval) }",
        "^111$");
    row("a path looked for in the kernel",
        "global n probe syscall.openat { if (pid() == target() && filename =~ \"^.?/etc/.*name\" && isinstr(filename, "
        "\"host\") && !n++) println(filename, pp() =~ \"openat\") }",
        "^\"/etc/hostname\"1$");
    row("a quoted path beside the kernel",
        "global n probe syscall.openat { if (pid() == target() && tokenize(filename, \"/\") == \"\\\"\" && isinstr(argstr, "
        "\"RDONLY\") && isinstr(filename, \"hostname\") && !n++) println(argstr, str_replace(filename, \"etc\", \"x\")) }",
        "^AT_FDCWD, \"/etc/hostname\", O_RDONLY\"/x/hostname\"$");
    row("no registers at a tracepoint",
        "global n probe kernel.trace(\"sched_process_exec\") { if (pid() == target() && !n++) println(addr(), user_mode()) }",
        "^00$");
    row("functions at a tracepoint",
        "global n probe kernel.trace(\"sched_process_exec\") { if (pid() == target() && !n++) println(\"[\", ppfunc(), \"]\", "
        "probefunc(), probe_type(), $$name) }",
        "^\\[\\]0x0kernel_tracepointsched_process_exec$");
    row("the function of a system call",
        "global n probe syscall.newfstatat, syscall.fstatat ?, syscall.openat { if (pid() == target() && !n++) println(pp(), "
        "probefunc()) }",
        "^kprobe.function\\(\"__x64_sys_[a-z]*at\"\\)__x64_sys_[a-z]*at$");
    row("a tracepoint's arguments by number",
        "probe kernel.tracepoint(\"sched_process_exec\") { if (pid() == target()) println(pp(), \" \", $arg1->pid == tid(), \" "
        "\", "
        "kernel_string($arg3->filename)) }",
        "^kernel.tracepoint\\(\"sched_process_exec\"\\) 1 /bin/cat$");
    row("whose script it is", "probe begin { println(is_myproc(), stp_pid() > 0, module_name() != \"\", probe_type()) }",
        "^111begin_end$");
    row("the forebears of a thread",
        "global n probe syscall.openat { if (pid() == target() && !n++) println(task_ancestry(task_current(), 0)) }",
        "^.*=>[^=]+=>cat$");
    row("what the kernel's timers and threads are in",
        "global n probe syscall.openat { if (pid() == target() && !n++) println(container_of_task_rcu(&@cast(task_current(), "
        "\"task_struct\", \"kernel\")->rcu) == task_current(), task_ns_uid(task_current()) == uid()) }",
        "^11$");
    row("the target's processes",
        "global n probe syscall.openat { if (pid() == target() && !n++) { println(target_set_pid(pid()), target_set_pid(1), "
        "target_set_pid(target())) target_set_report() } }",
        "^101\ntarget set:\n(\\d+ begat \\d+\n)+");
    row("memory of processes",
        "global n probe process.begin { if (!n++) println(proc_mem_size(pid()) >= 0, proc_mem_rss() >= 0, proc_mem_string() != "
        "\"\") }",
        "^111$");
    row("memory of the kernel where no hit is",
        "global t probe kernel.trace(\"sched_process_exec\") { if (pid() == target()) t = task_parent(task_current()) } "
        "probe begin { try { println(kernel_long(16)) } catch (why) { println(why) } } "
        "probe end { name = &@cast(t, \"task_struct\", \"kernel\")->comm println(task_pid(t) == stp_pid(), task_execname(t), \" "
        "\", "
        "kernel_string_n(name, 3), kernel_string_quoted(name), kernel_buffer_quoted(name, 4)) printf(\"%.2M %.3m\\n\", name, "
        "name) }",
        "^read fault .*at 0x10\n[\\s\\S]*^1tapscope-cli tap\"tapscope-cli\"\"taps\"\n7461 tap$");
    row("names of points in the kernel",
        "probe tea = kernel.trace(\"sched_process_exec\") { kind = pn() } global n probe tea { if (pid() == target() && !n++) "
        "println(kind, "
        "\" \", substr(pn(), 0, 2), kind == pn()) }",
        "^tea te1$");
    row("what a return reads of its entry, where statements run later",
        "global n probe syscall.openat.return { if (pid() == target() && strpos(user_string(@entry(pointer_arg(2))), "
        "\"hostname\") > 0 && !n++) println(str_replace(user_string(@entry(pointer_arg(2))), \"e\", \"E\"), str_replace(@entry("
        "user_string_quoted(pointer_arg(2))), \"t\", \"T\")) }",
        "^/Etc/hostnamE\"/eTc/hosTname\"$");
    row("a walk that reads a variable, where statements run later",
        "global mark, n probe begin { mark = \"+\" } function words(last) { for (i = 0; i <= last; i++) s .= mark . "
        "cmdline_arg(i); "
        "return s } probe syscall.openat { if (pid() == target() && strpos(filename, \"hostname\") >= 0 && !n++) println("
        "str_replace(words(1), \"t\", \"T\")) }",
        "^\\+/bin/caT\\+/eTc/hosTname$");
    row("a call in advance of what another yields",
        "global n probe syscall.openat { task = pid2task(pid()); if (pid() == target() && !n++) println(strtol(\"7\", 10), task "
        "? "
        "task_execname(task) : \"\", task_pid(pid2task(pid())) == pid()) }",
        "^7cat1$");
    row("memory in hexadecimal, where statements run later",
        "global n probe syscall.openat { if (pid() == target() && !n++) { println(strtol(\"7\", 10), strlen(sprintf(\"%.4M\", "
        "task_current())), sprintf(\"%.2M\", &@cast(task_current(), \"task_struct\", \"kernel\")->comm)) try { "
        "println(sprintf(\"%.4M\", "
        "1)) } catch (e) { println(e) } } }",
        "^786361\nread fault \\[man error::fault\\] at 0x1$");
    row("a name in an array",
        "global hits probe kernel.trace(\"sched_process_exec\"), kernel.trace(\"sched_process_exit\") { if (pid() == target()) "
        "hits[pn()]++ "
        "} probe end { foreach (p+ in hits) println(p, hits[p] > 0) }",
        "^kernel.trace\\(\"(sched:)?sched_process_exec\"\\)1\nkernel.trace\\(\"(sched:)?sched_process_exit\"\\)1$");
}

void TestContexts::answers()
{
    QFETCH(QString, script);
    QFETCH(QString, expected);
    const e2e::Result result = e2e::runCli({"-e", script, "-c", QStringLiteral("/bin/cat /etc/hostname")});
    if (result.err.contains("BTF"))
        QSKIP("this kernel has no BTF");
    const QRegularExpression pattern(expected, QRegularExpression::MultilineOption);
    QVERIFY2(result.status == 0 && pattern.match(QString::fromUtf8(result.out)).hasMatch(), result.out + result.err);
}

void TestContexts::refused_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("registers") << QStringLiteral("probe kernel.trace(\"sched_switch\") { println(register(\"rdi\")) }")
                               << QByteArray("does not tell what the processor's registers hold");
    QTest::newRow("result") << QStringLiteral("probe kernel.trace(\"sched_switch\") { println(returnval()) }")
                            << QByteArray("does not tell what the processor's registers hold");
    QTest::newRow("cycles") << QStringLiteral("probe kernel.trace(\"sched_switch\") { println(get_cycles()) }")
                            << QByteArray("eBPF programs cannot read the processor's counter of cycles");
    QTest::newRow("verdict") << QStringLiteral("probe netfilter.ipv4.local_in { $verdict = nf_drop }")
                             << QByteArray("drop or accept packets by a rule of nft or iptables");
    QTest::newRow("hook of security modules")
        << QStringLiteral("probe kernel.lsm(\"file_opne\") { }") << QByteArray("did you mean 'file_open'?");
    QTest::newRow("hook by the library's name")
        << QStringLiteral("probe lsm.file_opne { }") << QByteArray("did you mean 'file_open'?");
    QTest::newRow("permission") << QStringLiteral("probe lsm.file_open { $return = -1 }")
                                << QByteArray("does not decide what is allowed");
}

void TestContexts::refused()
{
    QFETCH(QString, script);
    QFETCH(QByteArray, why);
    const e2e::Result result = e2e::runCli({"-p4", "-e", script});
    QVERIFY2(result.status != 0 && result.err.contains(why), result.err);
}

void TestContexts::conditionsInAnalysis()
{
    const e2e::Result result = e2e::runCli(
        {"-p2", "-e",
         QStringLiteral("global x probe a = timer.ms(5) if (x) { } probe a if (x > 2) { x = 0 } probe begin { x = 4 }")});
    QVERIFY2(result.out.contains("\ntimer.ms(5) if (x && (x) > (2)) /* "), result.out);
}

/// Whether a process belongs to the target is known when it is hit, also where the statements run later: then it has gone.
void TestContexts::targetTreeAtTheHit()
{
    const e2e::Result result = e2e::runCli(
        {"-c", "sh -c '/bin/true; /bin/true; /bin/true; /bin/true; /bin/true; :'", "-e",
         QStringLiteral(
             "global n probe syscall.exit_group { if (target_set_pid(pid()) && tokenize(execname(), \"x\") != \"\") n++ } "
             "probe end { println(n) }")});
    QVERIFY2(result.out == "6\n", result.out + result.err);
}

/// What only the kernel can find out is found out there also where the statements run later, and told where they ask for it.
void TestContexts::callsInAdvance()
{
    const e2e::Result result = e2e::runCli(
        {"-c", "env TEA=oolong cat /etc/hostname", "-e",
         QStringLiteral(
             "function shown(name) { return str_replace(env_var(name), \"o\", \"0\") } "
             "function wrong(p) { while (p < 8) s .= user_string(p++); return s } "
             "probe syscall.openat { if (pid() != target() || execname() != \"cat\" || strpos(filename, \"hostname\") < 0) "
             "next; println(str_replace(cmdline_str(), \"a\", \"b\"), \"|\", cmdline_arg(1), \"|\", shown(\"TEA\"), "
             "\"|\", task_execname(task_parent(task_current())) != \"\", \"|\", strlen(pstrace(task_current())) > 9) "
             "if (target() == 0) println(wrong(0)) try { println(wrong(1)) } catch (e) { println(e) } println(wrong(2)) "
             "println(wrong(3)) }")});
    QVERIFY2(result.out.contains("cbt /etc/hostnbme|/etc/hostname|00l0ng|1|1\nread fault [man error::fault] at 0x1\n"),
             result.out + result.err);
    QVERIFY2(result.err.contains("ERROR: read fault [man error::fault] at 0x2 near identifier 'user_string' at <input>:1:"),
             result.err);
}

void TestContexts::statementsOfCallsInAdvance()
{
    const QString count = QStringLiteral("function count(n) { while (n-- > 0) s += user_int8(n); return s } ");
    const QString script = count
        + QStringLiteral("probe syscall.openat { println(stringat(\"a\", 0)); if (target() == 0) println(count(20000)); %1 "
                         "println(98) exit() }");
    const e2e::Result within = e2e::runCli({"-c", "true", "-e", script.arg("println(count(3000));")});
    QVERIFY2(within.out.startsWith("97\n0\n98\n"), within.out + within.err);
    for (const char *statements : {"println(count(20000));", "println(count(3000), count(3001));"}) {
        const e2e::Result beyond = e2e::runCli({"-c", "true", "-e", script.arg(QLatin1String(statements))});
        QVERIFY2(beyond.out.startsWith("97\n") && !beyond.out.contains("98"), beyond.out + beyond.err);
        QVERIFY2(beyond.err.contains("ERROR: MAXACTION exceeded near "), beyond.err);
    }
}

QTEST_GUILESS_MAIN(TestContexts)
#include "tst_contexts.moc"
