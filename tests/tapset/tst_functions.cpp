// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "../engine/script_run.h"

#include <QTemporaryDir>
#include <QtTest>

#include <ctime>

using namespace tapscope::engine;

/// What the tapset's functions give in begin probes. The expected texts follow stap's documentation.
class TestFunctions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "XYZ-2");
        ::tzset();
    }
    void gives_data();
    void gives();
    void prints_data();
    void prints();
    void stopsAtAbort();
    void asserts();
    void startsCommands();
    void knowsTheTargetTree();
    void quotesWhatItCannotRead();
};

void TestFunctions::gives_data()
{
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *call, const char *expected) { QTest::newRow(call) << QString::fromUtf8(expected); };
    // strings
    row("strlen(\"\")", "0");
    row("substr(\"hello\", 1, 3)", "ell");
    row("substr(\"hello\", 9, 3)", "");
    row("isinstr(\"hello\", \"ell\")", "1");
    row("strpos(\"hello\", \"l\")", "2");
    row("strpos(\"hello\", \"x\")", "-1");
    row("isdigit(\"7up\")", "1");
    row("isdigit(\"up7\")", "0");
    row("isdigit(\"\")", "0");
    row("strtol(\"0x1f\", 0)", "31");
    row("strtol(\"077\", 0)", "63");
    row("strtol(\"-12abc\", 10)", "-12");
    row("stringat(\"AB\", 1)", "66");
    row("str_replace(\"aXbX\", \"X\", \"--\")", "a--b--");
    row("tokenize(\"a:b\", \":\") . tokenize(\":\") . tokenize(\":\")", "ab");
    row("text_str(\"a\\tb\\n\\x01\\\"\")", "a\\tb\\n\\001\\\"");
    row("text_strn(\"abcdefgh\", 8, 1)", "\"abc\"...");
    row("text_strn(\"abc\", 5, 1)", "\"abc\"");
    row("text_strn(\"abcdef\", 4, 0)", "abcd");
    row("text_str(\"gr\u00fc\u00df \u6587 \xf0\x9f\x98\x80 \xc3 \xed\xa0\x80\")",
        "gr\\u00FC\\u00DF \\u6587 \\U0001F600 \\303 \\355\\240\\200");
    row("string_quoted(\"a\\nb\")", "\"a\\nb\"");
    // byte order and devices
    row("htons(0x1234)", "13330");
    row("htonl(0x01020304)", "67305985");
    row("sprintf(\"%x\", htonll(0x0102030405060708))", "807060504030201");
    row("ntohs(htons(0xabcd)) == 0xabcd && ntohl(htonl(0xdeadbeef)) == 0xdeadbeef && ntohll(htonll(-5)) == -5", "1");
    row("big_endian4(1)", "16777216");
    row("little_endian2(0x12345)", "9029");
    row("MAJOR(MKDEV(8, 17))", "8");
    row("MINOR(MKDEV(8, 17))", "17");
    row("usrdev2kerndev(0x811)", "8388625");
    // time
    row("ctime(0)", "Thu Jan  1 00:00:00 1970");
    row("ctime(951782399)", "Mon Feb 28 23:59:59 2000");
    row("ctime(951782400)", "Tue Feb 29 00:00:00 2000");
    row("ctime(1735689599)", "Tue Dec 31 23:59:59 2024");
    row("ctime(-1)", "Wed Dec 31 23:59:59 1969");
    row("ctime(-2208988800)", "Mon Jan  1 00:00:00 1900");
    row("ctime()", "Tue Nov 14 22:13:20 2023");
    row("tz_gmtoff()", "-7200");
    row("tz_name()", "XYZ");
    row("tz_ctime(0)", "Thu Jan  1 02:00:00 1970 XYZ");
    row("gettimeofday_s()", "1700000000");
    row("ktime_get_ns() > 0 && local_clock_us() > 0 && cpu_clock_ms(0) > 0 && jiffies() > 0", "1");
    row("HZ() == 100 || HZ() == 250 || HZ() == 300 || HZ() == 1000", "1");
    row("cputime_to_usecs(1234567)", "1234");
    row("cputime_to_msecs(1234567)", "1");
    row("cputime_to_string(124567000000)", "2m4.567s");
    row("msecs_to_string(124567)", "2m4.567s");
    row("usecs_to_string(61000001)", "1m1.000001s");
    row("nsecs_to_string(61000000001)", "1m1.000000001s");
    // errors
    row("errno_str(2)", "ENOENT");
    row("errno_str(11)", "EAGAIN");
    row("errno_str(512)", "ERESTARTSYS");
    row("errno_str(3333)", "E#3333");
    row("errno_p(-2)", "1");
    row("errno_p(-4096) + errno_p(0) + errno_p(5)", "0");
    row("return_str(1, -2)", "-2 (ENOENT)");
    row("return_str(1, 17)", "17");
    row("return_str(2, 255)", "0xff");
    row("return_str(3, 8)", "010");
    // sizes
    row("bytes_to_string(0)", "    0");
    row("bytes_to_string(1023)", " 1023");
    row("bytes_to_string(2048)", "2.00K");
    row("bytes_to_string(157286400)", " 150M");
    row("bytes_to_string(1610612736)", "1.50G");
    row("pages_to_string(1) == bytes_to_string(mem_page_size())", "1");
    row("proc_mem_size() > proc_mem_rss() && proc_mem_rss() > 0 && proc_mem_data() > 0 && proc_mem_txt() > 0", "1");
    row("proc_mem_size(999999999)", "0");
    // signals
    row("signal_str(2)", "INT");
    row("signal_str(29)", "IO/POLL");
    row("signal_str(35)", "RTMIN+3");
    row("signal_str(99)", "");
    row("sa_flags_str(0x10000004)", "SIGINFO|RESTART");
    row("sigset_mask_str(6)", "2,3");
    row("sa_handler_str(1)", "ignored");
    row("sa_handler_str(-1)", "error");
    row("WEXITSTATUS(0x0300) + WIFEXITED(0x0300) * 10 + WTERMSIG(9) * 100", "913");
    // networks
    row("ip_ntop(htonl(0x7f000001))", "127.0.0.1");
    row("sock_prot_num2str(6)", "TCP");
    row("sock_prot_num2str(58)", "IPV6-ICMP");
    row("sock_prot_num2str(200)", "UNDEF");
    row("sock_prot_str2num(\"UDP\")", "17");
    row("sock_fam_num2str(12)", "DECNET");
    row("sock_fam_num2str(99)", "UNDEF");
    row("sock_state_num2str(9)", "UNDEF");
    row("sock_type_num2str(9)", "UNDEF");
    row("sock_fam_num2str(AF_INET6())", "INET6");
    row("sock_fam_str2num(\"LOCAL\")", "1");
    row("sock_fam_str2num(\"nothing\")", "-1");
    row("sock_state_num2str(3)", "CONNECTED");
    row("sock_state_str2num(\"FREE\")", "0");
    row("sock_type_num2str(1)", "STREAM");
    row("msg_flags_num2str(0x42)", "PEEK|DONTWAIT");
    row("tcp_sockstate_str(1)", "TCP_ESTABLISHED");
    row("tcp_sockopt_str(1)", "TCP_NODELAY");
    row("tcp_sockopt_str(99)", "UNDEF_SOCKOPT(99)");
    row("tcp_ipv6_sockopt_str(26) . \" \" . tcp_ipv6_sockopt_str(5000)", "IPV6_V6ONLY UNDEF_SOCKOPT(5000)");
    row("tcpmib_filter_key(5, 1) + linuxmib_filter_key(0, 1) + ipmib_filter_key(7, 1, 0)", "2");
    // remote file systems and disks
    row("nfs3_cmode(1) . nfs3_cmode(7)", "GUARDEDBad Value(7)");
    row("nfs4_ctype(6)", "NF4SOCK");
    row("ftype(0100644) . ftype(0x4000) . ftype(0)", "0100644 (ISREG)040000 (ISDIR)00 (Unknown)");
    row("nfsderror(htonl(2)) . nfsderror(htonl(10049)) . nfsderror(htonl(9999))",
        "nfsderr 2(NFSERR_NOENT)nfsderr 10049(NFS4ERR_BADIOMODE)nfsderr 9999");
    row("describe_data_direction(1) . describe_device_state(2)", "TO_DEVICERUNNING");
    row("syscall_num(\"openat\")", "257");
    row("syscall_num(\"nosuch\")", "-1");
    // floating point
    row("fp_to_string(fp_div(long_to_fp(1), long_to_fp(3)), 5)", "0.33333");
    row("fp_to_string(fp_mul(string_to_fp(\"1.5\"), string_to_fp(\"-4\")), 1)", "-6.0");
    row("fp_to_string(fp_add(string_to_fp(\"0.25\"), string_to_fp(\"0.5\")), 2)", "0.75");
    row("fp_to_string(fp_sqrt(long_to_fp(2)), 4)", "1.4142");
    row("fp_to_long(string_to_fp(\"2.5\"), 0, 0) * 100 + fp_to_long(string_to_fp(\"2.5\"), 1, 0) * 10 + "
        "fp_to_long(string_to_fp(\"2.5\"), 3, 0)",
        "223");
    row("fp_to_long(string_to_fp(\"-2.5\"), 2, 0)", "-3");
    row("fp_to_long(string_to_fp(\"-2.5\"), 4, 0)", "-3");
    row("fp_lt(long_to_fp(1), long_to_fp(2)) + fp_le(long_to_fp(2), long_to_fp(2)) + fp_eq(long_to_fp(2), long_to_fp(2))", "3");
    row("fp_to_long(fp_rem(long_to_fp(7), long_to_fp(4)), 0, 0)", "-1");
    row("fp_to_string(fp32_to_fp64(0x3fc00000), 1)", "1.5");
    row("fp_to_long(string_to_fp(\"1e300\"), 0, 0)", "9223372036854775807");
    // chance and the rest
    row("randint(1)", "0");
    row("randint(0)", "0");
    row("randint(10) >= 0 && randint(10) < 10", "1");
    row("bio_rw_str(1) . bio_rw_str(0)", "WR");
    row("irqflags_str(0x80 | 0x2000)", "IRQF_SHARED|IRQF_ONESHOT");
    row("irqflags_str(0x84)", "IRQF_SHARED|0x4");
    row("irqflags_str(0)", "0x0");
    row("vm_fault_contains(5, 4) + vm_fault_contains(0, 0) + vm_fault_contains(4, 1)", "2");
    row("rlimit_from_str(\"RLIMIT_NOFILE\")", "7");
    row("arch_bytes()", "8");
    row("json_add_numeric_metric(\"n\", \"\", \"\")", "0");
    row("json_add_array(\"a\", \"\") + json_add_array_string_metric(\"a\", \"m\", \"\")", "0");
    row("pn()", "begin");
    row("pp()", "begin");
    row("target()", "4711");
}

void TestFunctions::gives()
{
    QFETCH(QString, expected);
    const std::string call = QTest::currentDataTag();
    const ScriptRun run("probe begin { print(" + call + ") }");
    QCOMPARE(QString::fromStdString(run.problems), QString());
    QCOMPARE(QString::fromStdString(run.errors), QString());
    QCOMPARE(QString::fromStdString(run.output), expected);
}

void TestFunctions::prints_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *body, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(body) << QString::fromUtf8(expected);
    };
    row("speculation",
        "a = speculation() b = speculation() speculate(a, \"1\") speculate(b, \"x\") speculate(a, \"2\") "
        "discard(b) commit(b) commit(a) commit(a)",
        "12");
    // The clock of these runs goes on by a millisecond at each look.
    row("stopwatch",
        "start_stopwatch(\"w\") start_stopwatch(\"w\") stop_stopwatch(\"w\") stop_stopwatch(\"w\") "
        "print(read_stopwatch_us(\"w\")) delete_stopwatch(\"w\") print(\" \", read_stopwatch_ns(\"w\"))",
        "1000 0");
    row("running stopwatch", "start_stopwatch(\"w\") print(read_stopwatch_ms(\"w\"), read_stopwatch_ms(\"w\"))", "12");
    row("queue",
        "qsq_start(\"q\") qs_wait(\"q\") qs_run(\"q\") qs_done(\"q\") "
        "print(qsq_utilization(\"q\", 100), \" \", qsq_blocked(\"q\", 100), \" \", qsq_wait_time(\"q\", 1), \" \", "
        "qsq_service_time(\"q\", 1), \" \", qsq_throughput(\"q\", 1000000))",
        "25 20 2000 1000 125");
    row("colours", "ansi_set_color(31) ansi_set_color(31, 42) ansi_set_color(31, 42, 1) ansi_reset_color()",
        "\x1b[31m\x1b[31;42m\x1b[31;42;1m\x1b[0m");
    row("cursor", "ansi_cursor_move(3, 4) ansi_cursor_hide() ansi_cursor_show() ansi_new_line()",
        "\x1b[4;3H\x1b[?25l\x1b[?25h\r\n");
    row("clear", "ansi_clear_screen()", "\x1b[1;1H\x1b[J");
    row("depths", "print(indent_depth(2), indent_depth(-1), indent_depth(-1), indent_depth(1))", "2211");
    row("thread depths", "print(thread_indent_depth(1), thread_indent_depth(1), thread_indent_depth(-1))", "122");
    row("IPv4 by family", "a = 0x01020304 print(format_ipaddr(a, 2) == ip_ntop(a))", "1");
    row("load", "print(sprint_loadavg() != \"\" && get_loadavg_index(0) >= 0)", "1");
    row("counting", "cve_count_metric(\"k\") cve_record_metric(\"k\", 3) print(\"ok\")", "ok");
    row("its own variables, whatever the script's globals are called",
        "} global n, text function f(n) { while (n-- > 0) c++; return c } probe begin(1) { n = 3; text = 5; "
        "print(f(2), f(2), n, \" \", ctime(0), text)",
        "223 Thu Jan  1 00:00:00 19705");
    row("log", "log(\"a\")", "a\n");
    row("big endian", "print(big_endian2(1), \" \", big_endian8(1) == 1 << 56, \" \", little_endian8(7))", "256 1 7");
}

void TestFunctions::prints()
{
    QFETCH(QString, body);
    QFETCH(QString, expected);
    // Addresses of IPv6 are in the kernel's memory, which begin cannot read: only that branch is missing.
    const ScriptRun run("probe begin { " + body.toStdString() + " }");
    if (run.problems.find("not yet able") != std::string::npos)
        QSKIP(run.problems.c_str());
    QCOMPARE(QString::fromStdString(run.problems), QString());
    QCOMPARE(QString::fromStdString(run.errors), QString());
    QCOMPARE(QString::fromStdString(run.output), expected);
}

void TestFunctions::stopsAtAbort()
{
    const ScriptRun run("function f() { try { abort() } catch { print(\"caught\") } print(\"after\") } "
                        "probe begin { print(\"before\") f() print(\"behind\") }");
    QCOMPARE(QString::fromStdString(run.problems + run.errors), QString());
    QCOMPARE(QString::fromStdString(run.output), QString("before"));
    QVERIFY(run.exited);
}

void TestFunctions::asserts()
{
    const ScriptRun run(
        "probe begin { assert(1) assert(2, \"no\") try { assert(0, \"why\") } catch (m) { print(m) } assert(0) }");
    QCOMPARE(QString::fromStdString(run.output), QString("why"));
    QVERIFY(run.errors.find("assertion failed") != std::string::npos);
}

void TestFunctions::startsCommands()
{
    QTemporaryDir directory;
    const QString file = directory.filePath("it's here");
    const ScriptRun run("probe begin { system(\"echo 'a  b' > \\\"" + file.toStdString() + ".new\\\" && mv \\\""
                        + file.toStdString() + ".new\\\" \\\"" + file.toStdString() + "\\\"\") }");
    QCOMPARE(QString::fromStdString(run.problems + run.errors), QString());
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(file); }, 20'000));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), QByteArray("a  b\n"));
}

void TestFunctions::knowsTheTargetTree()
{
    // The target of these runs is no process of ours.
    const ScriptRun run("probe begin { print(target_set_pid(target()), target_set_pid(1)) }");
    QCOMPARE(QString::fromStdString(run.problems + run.errors), QString());
    QCOMPARE(QString::fromStdString(run.output), QString("10"));
}

// Begin probes have no traced program: every address is one that cannot be read.
void TestFunctions::quotesWhatItCannotRead()
{
    const ScriptRun run("probe begin { print(user_string(16, \"no\"), user_string2(16, \"n\"), user_string_quoted(16), "
                        "user_int64(16), user_uint16(16), user_ulong(16), user_string_n(16, 3, \"e\"), "
                        "user_string_n_quoted(16, 3)) try { user_int32_error(16) } catch { print(\" caught\") } "
                        "print(user_int_warn(16)) }");
    QCOMPARE(QString::fromStdString(run.problems + run.errors), QString());
    QCOMPARE(QString::fromStdString(run.output), QString("non0x10000e0x10 caught0"));
    QVERIFY(run.warnings.starts_with("WARNING: "));
}

QTEST_GUILESS_MAIN(TestFunctions)
#include "tst_functions.moc"
