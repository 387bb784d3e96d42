<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>ProbeBrowser</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n function(s)</source>
        <translation>
            <numerusform>%n function</numerusform>
            <numerusform>%n functions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copy(s) inlined</source>
        <translation>
            <numerusform>%n copy inlined</numerusform>
            <numerusform>%n copies inlined</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Searched: its own file and %n other file(s) of the program.</source>
        <translation>
            <numerusform>Searched: its own file and %n other file of the program.</numerusform>
            <numerusform>Searched: its own file and %n other files of the program.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Searched: its own file and %n kernel module(s).</source>
        <translation>
            <numerusform>Searched: its own file and %n kernel module.</numerusform>
            <numerusform>Searched: its own file and %n kernel modules.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SourceView</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::app::FilesPanel</name>
    <message numerus="yes">
        <source>%1: the script did not answer within %n second(s).</source>
        <translation>
            <numerusform>%1: the script did not answer within %n second.</numerusform>
            <numerusform>%1: the script did not answer within %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: the first %n byte(s) were read; there is more.</source>
        <translation>
            <numerusform>%1: the first byte was read; there is more.</numerusform>
            <numerusform>%1: the first %n bytes were read; there is more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n byte(s) written.</source>
        <translation>
            <numerusform>%1: %n byte written.</numerusform>
            <numerusform>%1: %n bytes written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n byte(s) read.</source>
        <translation>
            <numerusform>%1: %n byte read.</numerusform>
            <numerusform>%1: %n bytes read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::app::MainWindow</name>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 event(s).</source>
        <translation>
            <numerusform>%1 event.</numerusform>
            <numerusform>%1 events.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::app::ProbesPanel</name>
    <message numerus="yes">
        <source>%n probe(s)</source>
        <translation>
            <numerusform>%n probe</numerusform>
            <numerusform>%n probes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken off</source>
        <translation>
            <numerusform>%n taken off</numerusform>
            <numerusform>%n taken off</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) not probed</source>
        <translation>
            <numerusform>%n place not probed</numerusform>
            <numerusform>%n places not probed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 hit(s)</source>
        <translation>
            <numerusform>%1 hit</numerusform>
            <numerusform>%1 hits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::app::StatusLine</name>
    <message numerus="yes">
        <source>%1 event(s) in this run</source>
        <translation>
            <numerusform>%1 event in this run</numerusform>
            <numerusform>%1 events in this run</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::editor::CompareDialog</name>
    <message numerus="yes">
        <source>%n line(s) differ.</source>
        <translation>
            <numerusform>%n line differs.</numerusform>
            <numerusform>%n lines differ.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::editor::FindBar</name>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n match</numerusform>
            <numerusform>%n matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation>
            <numerusform>%n replaced</numerusform>
            <numerusform>%n replaced</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::editor::LockMarks</name>
    <message numerus="yes">
        <source>Locked: %1</source>
        <translation>
            <numerusform>Locked: %1</numerusform>
            <numerusform>Locked: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the probes in lines %1 one at a time runs, so that what they change stays consistent. A hit that meets another waits a little; when it cannot, it is skipped and counted.</source>
        <translation>
            <numerusform>Of the hits of the probe in line %1 one at a time is handled, so that what they change stays consistent. A hit that meets another waits a little; when it cannot, it is skipped and counted.</numerusform>
            <numerusform>Of the probes in lines %1 one at a time runs, so that what they change stays consistent. A hit that meets another waits a little; when it cannot, it is skipped and counted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::editor::ProbeBrowser</name>
    <message numerus="yes">
        <source>Sets %n probe(s)</source>
        <translation>
            <numerusform>Sets %n probe</numerusform>
            <numerusform>Sets %n probes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n caller(s)</source>
        <translation>
            <numerusform>%n caller</numerusform>
            <numerusform>%n callers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::views::CallTreePanel</name>
    <message numerus="yes">
        <source>%1 call(s)</source>
        <translation>
            <numerusform>%1 call</numerusform>
            <numerusform>%1 calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::views::ConsolePanel</name>
    <message numerus="yes">
        <source>%1 line(s)</source>
        <translation>
            <numerusform>%1 line</numerusform>
            <numerusform>%1 lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::views::GlobalsModel</name>
    <message numerus="yes">
        <source>How the value went: the last %n reading(s)</source>
        <translation>
            <numerusform>How the value went: the last reading</numerusform>
            <numerusform>How the value went: the last %n readings</numerusform>
        </translation>
    </message>
</context>
</TS>
