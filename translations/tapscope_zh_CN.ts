<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CallTree</name>
    <message>
        <source>The return was not seen (an exception, longjmp, or a missed probe); its end is that of what came after.</source>
        <translation>没有看到返回（异常、longjmp 或错过了探测点）；其结束时间取自之后的事件。</translation>
    </message>
    <message>
        <source>A return was seen without its call: the call began before tracing did.</source>
        <translation>看到了返回但没有看到调用：调用在跟踪开始之前就开始了。</translation>
    </message>
    <message>
        <source>Entered by a jump: the caller had nothing left to do (a tail call).</source>
        <translation>经跳转进入：调用者已没有别的事要做（尾调用）。</translation>
    </message>
    <message>
        <source>Events were lost right before this call.</source>
        <translation>就在这次调用之前有事件丢失。</translation>
    </message>
    <message>
        <source>The text was cut: it was longer than the limit.</source>
        <translation>文本被截断：它超过了长度上限。</translation>
    </message>
</context>
<context>
    <name>Diagnostics</name>
    <message>
        <source>the function &apos;%1&apos; is written in C, which cannot run as eBPF</source>
        <translation>函数“%1”是用 C 写的，不能作为 eBPF 运行</translation>
    </message>
    <message>
        <source>write it in the script language, or run this script with stap itself</source>
        <translation>请用脚本语言编写，或用 stap 本身运行此脚本</translation>
    </message>
    <message>
        <source>the name of an alias cannot be optional</source>
        <translation>别名的名字不能是可选的</translation>
    </message>
    <message>
        <source>put ? or ! behind the probe points right of the =</source>
        <translation>把 ? 或 ! 放在 = 右边的探测点之后</translation>
    </message>
    <message>
        <source>the script has no probes, so there is nothing to run</source>
        <translation>脚本里没有探测点，因此没有可运行的内容</translation>
    </message>
    <message>
        <source>add one, for example: probe begin { println(&quot;hello&quot;) exit() }</source>
        <translation>请添加一个，例如：probe begin { println(&quot;hello&quot;) exit() }</translation>
    </message>
    <message>
        <source>all probe points are optional, and none of them exists here</source>
        <translation>所有探测点都是可选的，而这里一个也不存在</translation>
    </message>
    <message>
        <source>take away the ? to see why one is not found</source>
        <translation>去掉 ? 就能看到为什么找不到</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a variable, not a function</source>
        <translation>“%1”是变量，不是函数</translation>
    </message>
    <message>
        <source>an element of an array is written with brackets: %1[key]</source>
        <translation>数组元素用方括号书写：%1[key]</translation>
    </message>
    <message>
        <source>SystemTap&apos;s function %1() is not yet able to run</source>
        <translation>SystemTap 的函数 %1() 尚不能运行</translation>
    </message>
    <message>
        <source>run this script with stap itself</source>
        <translation>请用 stap 本身运行此脚本</translation>
    </message>
    <message>
        <source>there is no function &apos;%1&apos;</source>
        <translation>没有函数“%1”</translation>
    </message>
    <message>
        <source>define it: function %1(…) { … }</source>
        <translation>请定义它：function %1(…) { … }</translation>
    </message>
    <message>
        <source>%1() takes no arguments, but %2 is given</source>
        <translation>%1() 没有参数，但给出了 %2 个</translation>
    </message>
    <message>
        <source>%1() takes 1 argument, but %2 are given</source>
        <translation>%1() 有 1 个参数，但给出了 %2 个</translation>
    </message>
    <message>
        <source>%1() takes %2 arguments, but the number given is %3</source>
        <translation>%1() 有 %2 个参数，但给出的个数是 %3</translation>
    </message>
    <message>
        <source>call it as %1</source>
        <translation>请这样调用：%1</translation>
    </message>
    <message>
        <source>it is defined here</source>
        <translation>它在这里定义</translation>
    </message>
    <message>
        <source>%1() takes %2 arguments</source>
        <translation>%1() 有 %2 个参数</translation>
    </message>
    <message>
        <source>the condition of a probe point can only read globals; a function cannot be called there</source>
        <translation>探测点的条件只能读取全局变量；不能在那里调用函数</translation>
    </message>
    <message>
        <source>test inside the probe&apos;s body: if (…) next</source>
        <translation>请在探测点的主体中判断：if (…) next</translation>
    </message>
    <message>
        <source>the parameter &apos;%1&apos; of %2() is a number, but this is a string</source>
        <translation>%2() 的参数“%1”是数字，但这里是字符串</translation>
    </message>
    <message>
        <source>the parameter &apos;%1&apos; of %2() is a string, but this is a number</source>
        <translation>%2() 的参数“%1”是字符串，但这里是数字</translation>
    </message>
    <message>
        <source>embedded C cannot run as eBPF</source>
        <translation>嵌入的 C 代码不能作为 eBPF 运行</translation>
    </message>
    <message>
        <source>the global &apos;%1&apos; is declared twice</source>
        <translation>全局变量“%1”声明了两次</translation>
    </message>
    <message>
        <source>remove one of the declarations, or give one of them another name</source>
        <translation>请删除其中一个声明，或给其中一个改名</translation>
    </message>
    <message>
        <source>first declared here</source>
        <translation>首次在此声明</translation>
    </message>
    <message>
        <source>a number is needed here, but this is a string</source>
        <translation>这里需要数字，但这是字符串</translation>
    </message>
    <message>
        <source>a number is needed here, but this is a statistic</source>
        <translation>这里需要数字，但这是统计量</translation>
    </message>
    <message>
        <source>a string is needed here, but this is a number</source>
        <translation>这里需要字符串，但这是数字</translation>
    </message>
    <message>
        <source>a string is needed here, but this is a statistic</source>
        <translation>这里需要字符串，但这是统计量</translation>
    </message>
    <message>
        <source>a statistic (a variable filled with &lt;&lt;&lt;) is needed here, but this is a number</source>
        <translation>这里需要统计量（用 &lt;&lt;&lt; 填充的变量），但这是数字</translation>
    </message>
    <message>
        <source>a statistic (a variable filled with &lt;&lt;&lt;) is needed here, but this is a string</source>
        <translation>这里需要统计量（用 &lt;&lt;&lt; 填充的变量），但这是字符串</translation>
    </message>
    <message>
        <source>it is a string because of this</source>
        <translation>由于此处，它是字符串</translation>
    </message>
    <message>
        <source>it is a statistic because of this</source>
        <translation>由于此处，它是统计量</translation>
    </message>
    <message>
        <source>it is a number because of this</source>
        <translation>由于此处，它是数字</translation>
    </message>
    <message>
        <source>did you mean &apos;%1&apos;?</source>
        <translation>您是不是想写“%1”？</translation>
    </message>
    <message>
        <source>did you mean &apos;%1&apos; or &apos;%2&apos;?</source>
        <translation>您是不是想写“%1”或“%2”？</translation>
    </message>
    <message>
        <source>did you mean &apos;%1&apos;, &apos;%2&apos; or &apos;%3&apos;?</source>
        <translation>您是不是想写“%1”、“%2”或“%3”？</translation>
    </message>
    <message>
        <source>Change to %1</source>
        <translation>改为 %1</translation>
    </message>
    <message>
        <source>take a number out of it with @count, @sum, @min, @max or @avg</source>
        <translation>请用 @count、@sum、@min、@max 或 @avg 从中取出一个数字</translation>
    </message>
    <message>
        <source>sprint() makes a string of a number</source>
        <translation>sprint() 把数字变成字符串</translation>
    </message>
    <message>
        <source>strtol() reads a number from a string</source>
        <translation>strtol() 从字符串中读取数字</translation>
    </message>
    <message>
        <source>a number cannot be compared with a string</source>
        <translation>数字不能与字符串比较</translation>
    </message>
    <message>
        <source>a string cannot be compared with a number</source>
        <translation>字符串不能与数字比较</translation>
    </message>
    <message>
        <source>this divides by zero, which ends the handler with an error</source>
        <translation>这里除以零，会使处理程序因错误而结束</translation>
    </message>
    <message>
        <source>&apos;%1&apos; collects a statistic, which only a global can do</source>
        <translation>“%1”收集统计量，只有全局变量才能这样做</translation>
    </message>
    <message>
        <source>declare it at the top of the script: global %1</source>
        <translation>请在脚本开头声明：global %1</translation>
    </message>
    <message>
        <source>Declare the global %1</source>
        <translation>声明全局变量 %1</translation>
    </message>
    <message>
        <source>a statistic cannot be assigned to</source>
        <translation>不能给统计量赋值</translation>
    </message>
    <message>
        <source>add to it with &lt;&lt;&lt;, or empty it with delete</source>
        <translation>用 &lt;&lt;&lt; 向其中添加，或用 delete 清空</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds numbers, so a string cannot be assigned to it</source>
        <translation>“%1”存放数字，因此不能把字符串赋给它</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds strings, so a number cannot be assigned to it</source>
        <translation>“%1”存放字符串，因此不能把数字赋给它</translation>
    </message>
    <message>
        <source>use another variable for it, or convert the value with %1</source>
        <translation>请使用另一个变量，或用 %1 转换该值</translation>
    </message>
    <message>
        <source>&apos;%1&apos; was first used as a number here</source>
        <translation>“%1”首次在此用作数字</translation>
    </message>
    <message>
        <source>&apos;%1&apos; was first used as a string here</source>
        <translation>“%1”首次在此用作字符串</translation>
    </message>
    <message>
        <source>both values of ?: must be of one type, a number or a string</source>
        <translation>?: 的两个值必须是同一类型，数字或字符串</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a statistic, which has no single value</source>
        <translation>“%1”是统计量，没有单一的值</translation>
    </message>
    <message>
        <source>take a number out of it: @count(%1), @sum(%1), @min(%1), @max(%1) or @avg(%1)</source>
        <translation>请从中取出一个数字：@count(%1)、@sum(%1)、@min(%1)、@max(%1) 或 @avg(%1)</translation>
    </message>
    <message>
        <source>%1() returns nothing, so it cannot be used as a value</source>
        <translation>%1() 不返回任何值，因此不能当作值使用</translation>
    </message>
    <message>
        <source>return a value in it, or call it as a statement of its own</source>
        <translation>请在其中返回一个值，或把它单独作为语句调用</translation>
    </message>
    <message>
        <source>a directive can have only one of the flags 0 + - space #</source>
        <translation>一个格式指令只能有标志 0 + - 空格 # 中的一个</translation>
    </message>
    <message>
        <source>keep the one that matters</source>
        <translation>请保留需要的那一个</translation>
    </message>
    <message>
        <source>this width or precision is above %1</source>
        <translation>此宽度或精度大于 %1</translation>
    </message>
    <message>
        <source>%b writes 1, 2, 4 or 8 bytes; its width is %1</source>
        <translation>%b 写出 1、2、4 或 8 个字节；它的宽度是 %1</translation>
    </message>
    <message>
        <source>write %1b, %2b, %4b or %8b</source>
        <translation>请写 %1b、%2b、%4b 或 %8b</translation>
    </message>
    <message>
        <source>the format ends inside a directive</source>
        <translation>格式在一个指令中间结束</translation>
    </message>
    <message>
        <source>write %% for a percent sign</source>
        <translation>百分号请写作 %%</translation>
    </message>
    <message>
        <source>the script language has no floating point, so there is no &apos;%1&apos;</source>
        <translation>脚本语言没有浮点数，因此没有“%1”</translation>
    </message>
    <message>
        <source>print whole and fraction separately, as in %d.%02d</source>
        <translation>请分别打印整数和小数部分，例如 %d.%02d</translation>
    </message>
    <message>
        <source>there is no directive &apos;%1&apos;</source>
        <translation>没有格式指令“%1”</translation>
    </message>
    <message>
        <source>the condition of a probe point cannot print</source>
        <translation>探测点的条件中不能打印</translation>
    </message>
    <message>
        <source>move it into the probe&apos;s body</source>
        <translation>请把它移到探测点的主体中</translation>
    </message>
    <message>
        <source>there is no argument for this &apos;%1&apos;</source>
        <translation>这个“%1”没有对应的参数</translation>
    </message>
    <message>
        <source>add the value behind the format, or remove the directive</source>
        <translation>请在格式之后添加该值，或删除这个指令</translation>
    </message>
    <message>
        <source>the * of &apos;%1&apos; takes a number, but its argument is a string</source>
        <translation>“%1”中的 * 需要数字，但它的参数是字符串</translation>
    </message>
    <message>
        <source>&apos;%1&apos; prints a string, but its argument is a number</source>
        <translation>“%1”打印字符串，但它的参数是数字</translation>
    </message>
    <message>
        <source>&apos;%1&apos; prints a number, but its argument is a string</source>
        <translation>“%1”打印数字，但它的参数是字符串</translation>
    </message>
    <message>
        <source>print it with %d or %x</source>
        <translation>用 %d 或 %x 打印它</translation>
    </message>
    <message>
        <source>print it with %s</source>
        <translation>用 %s 打印它</translation>
    </message>
    <message>
        <source>this is its argument</source>
        <translation>这是它的参数</translation>
    </message>
    <message>
        <source>the format has no directive for this argument</source>
        <translation>格式中没有与此参数对应的指令</translation>
    </message>
    <message>
        <source>the format has no directives for these arguments</source>
        <translation>格式中没有与这些参数对应的指令</translation>
    </message>
    <message>
        <source>add %d or %s to the format, or remove what is too much</source>
        <translation>请在格式中添加 %d 或 %s，或删除多余的参数</translation>
    </message>
    <message>
        <source>SystemTap&apos;s probe point &apos;%1&apos; is not yet able to run</source>
        <translation>SystemTap 的探测点“%1”尚不能运行</translation>
    </message>
    <message>
        <source>it has no function names at all: install its debug symbols, or build it with -g</source>
        <translation>它完全没有函数名：请安装其调试符号，或用 -g 构建</translation>
    </message>
    <message>
        <source>the name can hold the wildcards * ? [ ]; &apos;?&apos; behind the probe point makes it optional</source>
        <translation>名字可以包含通配符 * ? [ ]；在探测点之后加“?”使其成为可选</translation>
    </message>
    <message>
        <source>there is no function &apos;%1&apos; in %2</source>
        <translation>%2 中没有函数“%1”</translation>
    </message>
    <message>
        <source>a timer can fire 1 to %1 times a second, not %2</source>
        <translation>定时器每秒可触发 1 到 %1 次，而不是 %2 次</translation>
    </message>
    <message>
        <source>the interval of timer.%1 must be from 1 to %2, not %3</source>
        <translation>timer.%1 的间隔必须在 1 到 %2 之间，而不是 %3</translation>
    </message>
    <message>
        <source>a timer fires at least once a day</source>
        <translation>定时器至少每天触发一次</translation>
    </message>
    <message>
        <source>the random part must be from 0 to the interval, %1, not %2</source>
        <translation>随机部分必须在 0 到间隔 %1 之间，而不是 %2</translation>
    </message>
    <message>
        <source>the alias &apos;%1&apos; is defined by itself</source>
        <translation>别名“%1”由它自身定义</translation>
    </message>
    <message>
        <source>let it stand for a built-in probe point</source>
        <translation>请让它代表一个内建的探测点</translation>
    </message>
    <message>
        <source>the probe point &apos;%1&apos; is not complete</source>
        <translation>探测点“%1”不完整</translation>
    </message>
    <message>
        <source>it goes on with one of: %1</source>
        <translation>其后可接以下之一：%1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; does not have the argument it needs</source>
        <translation>“%1”缺少所需的参数</translation>
    </message>
    <message>
        <source>write %1</source>
        <translation>请写 %1</translation>
    </message>
    <message>
        <source>unknown probe point &apos;%1&apos;</source>
        <translation>未知的探测点“%1”</translation>
    </message>
    <message>
        <source>unknown probe point: &apos;%1&apos; cannot follow %2</source>
        <translation>未知的探测点：“%1”不能跟在 %2 之后</translation>
    </message>
    <message>
        <source>nothing can follow %1</source>
        <translation>%1 之后不能再有内容</translation>
    </message>
    <message>
        <source>possible here: %1</source>
        <translation>这里可以写：%1</translation>
    </message>
    <message>
        <source>this expression does nothing</source>
        <translation>这个表达式没有作用</translation>
    </message>
    <message>
        <source>print it, assign it, or remove it</source>
        <translation>请打印它、把它赋值，或删除它</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no array of statistics, so it cannot be sorted by %2</source>
        <translation>“%1”不是统计量数组，因此不能按 %2 排序</translation>
    </message>
    <message>
        <source>put + or - alone behind the array&apos;s name to sort by value</source>
        <translation>要按值排序，请在数组名之后只写 + 或 -</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds numbers elsewhere, but here it gets strings</source>
        <translation>“%1”在别处存放数字，但在这里得到字符串</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds strings elsewhere, but here it gets numbers</source>
        <translation>“%1”在别处存放字符串，但在这里得到数字</translation>
    </message>
    <message>
        <source>use another variable here</source>
        <translation>请在这里使用另一个变量</translation>
    </message>
    <message>
        <source>the function &apos;%1&apos; returns a number, but this is a string</source>
        <translation>函数“%1”返回数字，但这是字符串</translation>
    </message>
    <message>
        <source>the function &apos;%1&apos; returns a string, but this is a number</source>
        <translation>函数“%1”返回字符串，但这是数字</translation>
    </message>
    <message>
        <source>&apos;%1&apos; holds numbers elsewhere, but catch puts the error&apos;s text into it</source>
        <translation>“%1”在别处存放数字，但 catch 把错误文本放入其中</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be found: %2 has no debug information for %3()</source>
        <translation>找不到“%1”：%2 没有 %3() 的调试信息</translation>
    </message>
    <message>
        <source>build it with -g or install its debug symbols; @defined(%1) tests for it</source>
        <translation>请用 -g 构建或安装其调试符号；@defined(%1) 可以测试它是否存在</translation>
    </message>
    <message>
        <source>%1() has no variable &apos;%2&apos; where it is probed</source>
        <translation>%1() 在被探测的位置没有变量“%2”</translation>
    </message>
    <message>
        <source>it has no variables there at all</source>
        <translation>那里没有任何变量</translation>
    </message>
    <message>
        <source>it has: %1</source>
        <translation>它有：%1</translation>
    </message>
    <message>
        <source>this probe point has no target variables, so there is no &apos;%1&apos;</source>
        <translation>此探测点没有目标变量，因此没有“%1”</translation>
    </message>
    <message>
        <source>a variable of the script is written without $</source>
        <translation>脚本的变量书写时不带 $</translation>
    </message>
    <message>
        <source>&apos;$return&apos; only exists when the function returns; this probe is at its entry</source>
        <translation>“$return”只在函数返回时存在；此探测点在函数入口</translation>
    </message>
    <message>
        <source>add .return to the probe point</source>
        <translation>请在探测点后添加 .return</translation>
    </message>
    <message>
        <source>%1() returns nothing, so it has no &apos;$return&apos;</source>
        <translation>%1() 不返回任何值，因此没有“$return”</translation>
    </message>
    <message>
        <source>$$return is empty then; @defined($return) tests for it</source>
        <translation>此时 $$return 为空；@defined($return) 可以测试</translation>
    </message>
    <message>
        <source>&apos;%1&apos; of %2() cannot be read where it is probed</source>
        <translation>%2() 的“%1”在被探测的位置无法读取</translation>
    </message>
    <message>
        <source>build the program with less optimisation, or test with @defined(%1)</source>
        <translation>请用较低的优化级别构建程序，或用 @defined(%1) 测试</translation>
    </message>
    <message>
        <source>&apos;$$return&apos; only exists when the function returns; this probe is at its entry</source>
        <translation>“$$return”只在函数返回时存在；此探测点在函数入口</translation>
    </message>
    <message>
        <source>&apos;%1&apos; in a return probe means the values at the function&apos;s entry, which is not yet able to run</source>
        <translation>返回探测点中的“%1”表示函数入口处的各个值，这尚不能运行</translation>
    </message>
    <message>
        <source>print it in a .call probe; $$return works here</source>
        <translation>请在 .call 探测点中打印它；$$return 可在此使用</translation>
    </message>
    <message>
        <source>values of type %1 are not read</source>
        <translation>不能读取类型为 %1 的值</translation>
    </message>
    <message>
        <source>@defined() takes one target variable, as in @defined($x)</source>
        <translation>@defined() 需要一个目标变量，例如 @defined($x)</translation>
    </message>
    <message>
        <source>%1 is not yet able to run</source>
        <translation>%1 尚不能运行</translation>
    </message>
    <message>
        <source>%1() takes a statistic: a global, or an element of one, that is filled with &lt;&lt;&lt;</source>
        <translation>%1() 需要统计量：用 &lt;&lt;&lt; 填充的全局变量或其元素</translation>
    </message>
    <message>
        <source>%1() takes a statistic, but &apos;%2&apos; is not one</source>
        <translation>%1() 需要统计量，但“%2”不是</translation>
    </message>
    <message>
        <source>fill it with %1 &lt;&lt;&lt; value</source>
        <translation>请用 %1 &lt;&lt;&lt; value 填充它</translation>
    </message>
    <message>
        <source>the global &apos;%1&apos; is never used</source>
        <translation>全局变量“%1”从未使用</translation>
    </message>
    <message>
        <source>remove the declaration</source>
        <translation>请删除该声明</translation>
    </message>
    <message>
        <source>the global &apos;%1&apos; is read but never set: it is always 0 or empty</source>
        <translation>全局变量“%1”被读取但从未赋值：它始终为 0 或空</translation>
    </message>
    <message>
        <source>the function &apos;%1&apos; is never called</source>
        <translation>函数“%1”从未被调用</translation>
    </message>
    <message>
        <source>call it or remove it</source>
        <translation>请调用它或删除它</translation>
    </message>
    <message>
        <source>%1() changes &apos;%2&apos; while foreach goes through it</source>
        <translation>在 foreach 遍历“%2”时，%1() 修改了它</translation>
    </message>
    <message>
        <source>collect the changes in another array and make them after the loop</source>
        <translation>请把修改收集到另一个数组中，在循环之后再进行</translation>
    </message>
    <message>
        <source>the loop is here</source>
        <translation>循环在这里</translation>
    </message>
    <message>
        <source>no file matches &apos;%1&apos;</source>
        <translation>没有文件匹配“%1”</translation>
    </message>
    <message>
        <source>check the path and its wildcards</source>
        <translation>请检查路径及其通配符</translation>
    </message>
    <message>
        <source>%1 is not the number of a process</source>
        <translation>%1 不是进程号</translation>
    </message>
    <message>
        <source>&apos;process&apos; without a path means the traced program, but there is none</source>
        <translation>不带路径的“process”表示被跟踪的程序，但现在没有</translation>
    </message>
    <message>
        <source>choose a target (-c COMMAND or -x PID), or write process(&quot;/path/of/program&quot;)</source>
        <translation>请选择目标（-c COMMAND 或 -x PID），或写 process(&quot;/path/of/program&quot;)</translation>
    </message>
    <message>
        <source>there is no function &apos;%1&apos; in the files that match &apos;%2&apos;</source>
        <translation>在匹配“%2”的文件中没有函数“%1”</translation>
    </message>
    <message>
        <source>&apos;?&apos; behind the probe point makes it optional</source>
        <translation>在探测点之后加“?”使其成为可选</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not of the form name@file:line</source>
        <translation>“%1”不是 name@file:line 的形式</translation>
    </message>
    <message>
        <source>the line is one number; leave it out for any</source>
        <translation>行号是一个数字；不写则表示任意行</translation>
    </message>
    <message>
        <source>%1 has functions &apos;%2&apos;, but none of them in &apos;%3&apos;</source>
        <translation>%1 有函数“%2”，但都不在“%3”中</translation>
    </message>
    <message>
        <source>the file can be given by the end of its path, and holds wildcards: *@*.c</source>
        <translation>文件可以只写路径的末尾部分，并可含通配符：*@*.c</translation>
    </message>
    <message>
        <source>without debug information, functions have no source files</source>
        <translation>没有调试信息，函数就没有源文件</translation>
    </message>
    <message>
        <source>%1 cannot take a return probe: it does not return to a caller</source>
        <translation>%1 不能设置返回探测点：它不返回到调用者</translation>
    </message>
    <message>
        <source>probe its entry with .call</source>
        <translation>请用 .call 探测它的入口</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a single value, not an array</source>
        <translation>“%1”是单个值，不是数组</translation>
    </message>
    <message>
        <source>use another global for the array</source>
        <translation>请为数组使用另一个全局变量</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is an array; it has no single value</source>
        <translation>“%1”是数组；它没有单一的值</translation>
    </message>
    <message>
        <source>say which element: %1[key]</source>
        <translation>请指明元素：%1[key]</translation>
    </message>
    <message>
        <source>use the same number of keys everywhere</source>
        <translation>请在各处使用相同个数的键</translation>
    </message>
    <message>
        <source>first used like this here</source>
        <translation>首次这样使用是在这里</translation>
    </message>
    <message>
        <source>there is no global array &apos;%1&apos;</source>
        <translation>没有全局数组“%1”</translation>
    </message>
    <message>
        <source>key %1 of &apos;%2&apos; is a number, but this is a string</source>
        <translation>“%2”的第 %1 个键是数字，但这是字符串</translation>
    </message>
    <message>
        <source>key %1 of &apos;%2&apos; is a string, but this is a number</source>
        <translation>“%2”的第 %1 个键是字符串，但这是数字</translation>
    </message>
    <message>
        <source>the condition of a probe point can only read globals; &apos;%1&apos; is not one</source>
        <translation>探测点的条件只能读取全局变量；“%1”不是</translation>
    </message>
    <message>
        <source>declare a global of that name, or test inside the probe&apos;s body</source>
        <translation>请声明同名的全局变量，或在探测点的主体中判断</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is changed while foreach goes through it</source>
        <translation>“%1”在 foreach 遍历它时被修改</translation>
    </message>
    <message>
        <source>the condition of a probe point must not change anything</source>
        <translation>探测点的条件不能修改任何东西</translation>
    </message>
    <message>
        <source>move the change into the probe&apos;s body</source>
        <translation>请把修改移到探测点的主体中</translation>
    </message>
    <message>
        <source>only variables and array elements can be assigned to</source>
        <translation>只能给变量和数组元素赋值</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is read but never set: it is always 0 or empty</source>
        <translation>“%1”被读取但从未赋值：它始终为 0 或空</translation>
    </message>
    <message>
        <source>to share it with other probes, declare it: global %1</source>
        <translation>要与其他探测点共享，请声明：global %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is set but never read</source>
        <translation>“%1”被赋值但从未读取</translation>
    </message>
    <message>
        <source>“%1” is damaged or cut short: it ends before the parts that its header names.</source>
        <translation>“%1”已损坏或被截断：它在其头部所列的部分之前就结束了。</translation>
    </message>
    <message>
        <source>Build, copy or install the file again.</source>
        <translation>请重新构建、复制或安装该文件。</translation>
    </message>
    <message>
        <source>There is no file “%1”.</source>
        <translation>没有文件“%1”。</translation>
    </message>
    <message>
        <source>Check the path; a relative one starts at the working directory.</source>
        <translation>请检查路径；相对路径从工作目录开始。</translation>
    </message>
    <message>
        <source>“%1” cannot be read: permission denied.</source>
        <translation>无法读取“%1”：权限不足。</translation>
    </message>
    <message>
        <source>Make the file readable for your user, or start Tapscope as a user who may read it.</source>
        <translation>请让您的用户可以读取该文件，或以有权读取的用户启动 Tapscope。</translation>
    </message>
    <message>
        <source>“%1” is a symbolic link that leads to itself.</source>
        <translation>“%1”是指向自身的符号链接。</translation>
    </message>
    <message>
        <source>Correct the link, or name the file that it should lead to.</source>
        <translation>请改正该链接，或指定它应指向的文件。</translation>
    </message>
    <message>
        <source>“%1” cannot be opened: %2.</source>
        <translation>无法打开“%1”：%2。</translation>
    </message>
    <message>
        <source>Check that the file can be read, for instance with “file”.</source>
        <translation>请检查该文件能否读取，例如用 “file” 命令。</translation>
    </message>
    <message>
        <source>“%1” is a directory, not a program.</source>
        <translation>“%1”是目录，不是程序。</translation>
    </message>
    <message>
        <source>Name a program or shared library inside it.</source>
        <translation>请指定其中的程序或共享库。</translation>
    </message>
    <message>
        <source>“%1” is not a regular file.</source>
        <translation>“%1”不是普通文件。</translation>
    </message>
    <message>
        <source>Name the file of a program or shared library.</source>
        <translation>请指定程序或共享库的文件。</translation>
    </message>
    <message>
        <source>“%1” is a script, not an ELF program: “%2” runs it.</source>
        <translation>“%1”是脚本，不是 ELF 程序：它由“%2”运行。</translation>
    </message>
    <message>
        <source>Name the interpreter “%1” instead.</source>
        <translation>请改为指定解释器“%1”。</translation>
    </message>
    <message>
        <source>“%1” is not an ELF program or shared library.</source>
        <translation>“%1”不是 ELF 程序或共享库。</translation>
    </message>
    <message>
        <source>Name the compiled program itself; “file” tells what a file is.</source>
        <translation>请指定编译好的程序本身；“file” 命令可说明文件的种类。</translation>
    </message>
    <message>
        <source>“%1” is a 32-bit program; only 64-bit programs can be traced.</source>
        <translation>“%1”是 32 位程序；只能跟踪 64 位程序。</translation>
    </message>
    <message>
        <source>Build the program for x86-64.</source>
        <translation>请为 x86-64 构建程序。</translation>
    </message>
    <message>
        <source>“%1” is a program for another machine (%2); this one is x86-64.</source>
        <translation>“%1”是另一种机器（%2）的程序；本机是 x86-64。</translation>
    </message>
    <message>
        <source>Build or install the program for x86-64.</source>
        <translation>请为 x86-64 构建或安装程序。</translation>
    </message>
    <message>
        <source>“%1” is an ELF file, but neither a program nor a shared library (it is an object file or a core dump).</source>
        <translation>“%1”是 ELF 文件，但既不是程序也不是共享库（它是目标文件或核心转储）。</translation>
    </message>
    <message>
        <source>Name the linked program or shared library.</source>
        <translation>请指定链接好的程序或共享库。</translation>
    </message>
    <message>
        <source>“%1” holds no code that could be traced.</source>
        <translation>“%1”中没有可跟踪的代码。</translation>
    </message>
    <message>
        <source>Name the program itself; separate debug files and data files hold no code.</source>
        <translation>请指定程序本身；单独的调试文件和数据文件不含代码。</translation>
    </message>
    <message>
        <source>The kernel shows neither its symbols (/proc/kallsyms) nor its types (/sys/kernel/btf/vmlinux).</source>
        <translation>内核既没有提供符号 (/proc/kallsyms)，也没有提供类型 (/sys/kernel/btf/vmlinux)。</translation>
    </message>
    <message>
        <source>Mount /proc and /sys, or run a kernel built with CONFIG_KALLSYMS or CONFIG_DEBUG_INFO_BTF.</source>
        <translation>请挂载 /proc 和 /sys，或使用以 CONFIG_KALLSYMS 或 CONFIG_DEBUG_INFO_BTF 构建的内核。</translation>
    </message>
    <message>
        <source>it has been optimised out here</source>
        <translation>它在这里已被优化掉</translation>
    </message>
    <message>
        <source>its location in the debuginfo is too complex</source>
        <translation>它在调试信息中的位置过于复杂</translation>
    </message>
    <message>
        <source>it is kept in several pieces here</source>
        <translation>它在这里分成几部分存放</translation>
    </message>
    <message>
        <source>its location in the debuginfo is damaged</source>
        <translation>它在调试信息中的位置已损坏</translation>
    </message>
    <message>
        <source>it is in a vector register, which probes cannot read</source>
        <translation>它在向量寄存器中，探测点无法读取</translation>
    </message>
    <message>
        <source>it is in a register that probes cannot read</source>
        <translation>它在探测点无法读取的寄存器中</translation>
    </message>
    <message>
        <source>it is computed from floating-point numbers</source>
        <translation>它由浮点数计算而来</translation>
    </message>
    <message>
        <source>it is wider than 64 bits</source>
        <translation>它宽于 64 位</translation>
    </message>
    <message>
        <source>the call frame information does not cover this address</source>
        <translation>调用帧信息不包含此地址</translation>
    </message>
    <message>
        <source>the debuginfo does not tell where the stack frame is here</source>
        <translation>调试信息没有说明此处的栈帧在哪里</translation>
    </message>
    <message>
        <source>the stack frame is not set up yet at the function&apos;s entry</source>
        <translation>在函数入口处，栈帧尚未建立</translation>
    </message>
    <message>
        <source>only its value at the function&apos;s entry is known here, which is gone</source>
        <translation>这里只知道它在函数入口处的值，而该值已不存在</translation>
    </message>
    <message>
        <source>it points to a variable that has been optimised out</source>
        <translation>它指向已被优化掉的变量</translation>
    </message>
    <message>
        <source>the debuginfo describes its location in a way that is not supported (DW_OP 0x%1)</source>
        <translation>调试信息以不支持的方式描述它的位置 (DW_OP 0x%1)</translation>
    </message>
    <message>
        <source>its value is a constant that is not a number</source>
        <translation>它的值是常量，但不是数字</translation>
    </message>
    <message>
        <source>No program is named.</source>
        <translation>没有指定程序。</translation>
    </message>
    <message>
        <source>Give the path of a program, or its name if it is in PATH.</source>
        <translation>请给出程序的路径；若它在 PATH 中，给出名字即可。</translation>
    </message>
    <message>
        <source>There is no program “%1” in PATH.</source>
        <translation>PATH 中没有程序“%1”。</translation>
    </message>
    <message>
        <source>Write “./%1” for the file in the working directory.</source>
        <translation>工作目录中的文件请写“./%1”。</translation>
    </message>
    <message>
        <source>Check the spelling, install the program, or give its full path.</source>
        <translation>请检查拼写、安装该程序，或给出完整路径。</translation>
    </message>
    <message>
        <source>There is no process %1.</source>
        <translation>没有进程 %1。</translation>
    </message>
    <message>
        <source>It may have ended; choose a running one.</source>
        <translation>它可能已经结束；请选择正在运行的进程。</translation>
    </message>
    <message>
        <source>The program of process %1 cannot be seen: it belongs to another user.</source>
        <translation>看不到进程 %1 的程序：它属于另一个用户。</translation>
    </message>
    <message>
        <source>Start Tapscope as that user or as root.</source>
        <translation>请以该用户或 root 启动 Tapscope。</translation>
    </message>
    <message>
        <source>Process %1 has no program: it is a thread of the kernel or about to end.</source>
        <translation>进程 %1 没有程序：它是内核线程，或即将结束。</translation>
    </message>
    <message>
        <source>Choose a process that runs a program.</source>
        <translation>请选择运行着程序的进程。</translation>
    </message>
    <message>
        <source>it has no contents that are passed</source>
        <translation>它没有要传递的内容</translation>
    </message>
    <message>
        <source>the debuginfo does not tell how it is passed</source>
        <translation>调试信息没有说明它如何传递</translation>
    </message>
    <message>
        <source>the optimiser changed how the function is called, and nothing tells where it is at the entry</source>
        <translation>优化器改变了函数的调用方式，没有信息说明它在入口处的位置</translation>
    </message>
    <message>
        <source>it has been optimised out</source>
        <translation>它已被优化掉</translation>
    </message>
    <message>
        <source>the helper program answered something else than it was asked</source>
        <translation>helper 程序的回答与所问的不符</translation>
    </message>
    <message>
        <source>Check that the helper belongs to this version of Tapscope.</source>
        <translation>请检查 helper 是否属于此版本的 Tapscope。</translation>
    </message>
    <message>
        <source>the map “%1” that the kernel shares cannot be used: %2</source>
        <translation>无法使用内核共享的映射“%1”：%2</translation>
    </message>
    <message>
        <source>Check that enough memory is free and may be locked (ulimit -l).</source>
        <translation>请检查是否有足够的空闲内存，以及是否允许锁定内存 (ulimit -l)。</translation>
    </message>
    <message>
        <source>the command to trace is empty</source>
        <translation>要跟踪的命令为空</translation>
    </message>
    <message>
        <source>Name a program after -c, or leave -c out.</source>
        <translation>请在 -c 之后指定程序，或去掉 -c。</translation>
    </message>
    <message>
        <source>“%1” cannot be opened: %2</source>
        <translation>无法打开“%1”：%2</translation>
    </message>
    <message>
        <source>Make the file readable for you; only files that you may read can be probed.</source>
        <translation>请让您可以读取该文件；只能探测您有权读取的文件。</translation>
    </message>
    <message>
        <source>the kernel gave up checking this handler: it has too many paths</source>
        <translation>内核放弃了对此处理程序的校验：它的路径太多</translation>
    </message>
    <message>
        <source>the kernel gave up checking this handler: its branches are too many</source>
        <translation>内核放弃了对此处理程序的校验：它的分支太多</translation>
    </message>
    <message>
        <source>the kernel refused a loop of this handler, because it cannot prove that it ends</source>
        <translation>内核拒绝了此处理程序中的循环，因为无法证明它会结束</translation>
    </message>
    <message>
        <source>the kernel refused this handler, because it needs too much stack</source>
        <translation>内核拒绝了此处理程序，因为它需要太多的栈</translation>
    </message>
    <message>
        <source>this handler needs a function that this kernel does not have</source>
        <translation>此处理程序需要的函数在此内核中不存在</translation>
    </message>
    <message>
        <source>this handler needs a function that this kernel does not offer to such probes</source>
        <translation>此处理程序需要的函数，此内核不向这类探测点提供</translation>
    </message>
    <message>
        <source>the kernel&apos;s checker refused this handler</source>
        <translation>内核的校验器拒绝了此处理程序</translation>
    </message>
    <message>
        <source>the kernel finds no such place</source>
        <translation>内核找不到这样的位置</translation>
    </message>
    <message>
        <source>the helper may not probe there</source>
        <translation>helper 无权探测那里</translation>
    </message>
    <message>
        <source>the kernel takes no probe there</source>
        <translation>内核不接受那里的探测点</translation>
    </message>
    <message>
        <source>the kernel cannot execute the instruction there under a probe</source>
        <translation>内核无法在探测点之下执行那里的指令</translation>
    </message>
    <message>
        <source>another tool has a probe of a conflicting kind there</source>
        <translation>另一个工具在那里有冲突类型的探测点</translation>
    </message>
    <message>
        <source>memory ran out</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>%1</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>Try a simpler handler here. The script is not at fault: please report it together with the kernel&apos;s log below.</source>
        <translation>请在这里试用更简单的处理程序。这不是脚本的错：请把它连同下面的内核日志一起报告。</translation>
    </message>
    <message>
        <source>in this probe</source>
        <translation>在这个探测点中</translation>
    </message>
    <message>
        <source>the kernel&apos;s log:
%1</source>
        <translation>内核的日志：
%1</translation>
    </message>
    <message>
        <source>%1 of %2 places cannot be probed (%3): %4</source>
        <translation>%2 个位置中有 %1 个无法探测（%3）：%4</translation>
    </message>
    <message>
        <source>Give the helper program its capabilities, or run this as an administrator.</source>
        <translation>请给 helper 程序授予权能，或以管理员身份运行。</translation>
    </message>
    <message>
        <source>Narrow the probe point so that it leaves these functions out.</source>
        <translation>请缩小探测点的范围，避开这些函数。</translation>
    </message>
    <message>
        <source>the helper may not load programs into the kernel: %1</source>
        <translation>helper 无权把程序加载到内核：%1</translation>
    </message>
    <message>
        <source>Give it the rights with: sudo setcap %1 %2</source>
        <translation>请授权：sudo setcap %1 %2</translation>
    </message>
    <message>
        <source>The helper did not share the map of the global variable %1.</source>
        <translation>helper 没有共享全局变量 %1 的映射。</translation>
    </message>
    <message>
        <source>Check that the helper and this program are of the same version.</source>
        <translation>请检查 helper 与本程序版本是否相同。</translation>
    </message>
    <message>
        <source>The script&apos;s global variables could not be mapped: %1.</source>
        <translation>无法映射脚本的全局变量：%1。</translation>
    </message>
    <message>
        <source>Check the limit of locked and mapped memory (ulimit -a).</source>
        <translation>请检查锁定内存和映射内存的限制 (ulimit -a)。</translation>
    </message>
    <message>
        <source>the command could not be prepared: %1</source>
        <translation>无法准备该命令：%1</translation>
    </message>
    <message>
        <source>no process for the command could be made: %1</source>
        <translation>无法为该命令创建进程：%1</translation>
    </message>
    <message>
        <source>Check the limit of processes (ulimit -u) and free memory.</source>
        <translation>请检查进程数限制 (ulimit -u) 和空闲内存。</translation>
    </message>
    <message>
        <source>there is no process %1</source>
        <translation>没有进程 %1</translation>
    </message>
    <message>
        <source>Look up the number of a process that runs, for example with “pgrep -a NAME”; a thread&apos;s number does not do.</source>
        <translation>请查找正在运行的进程号，例如用“pgrep -a NAME”；线程号不行。</translation>
    </message>
    <message>
        <source>“%1” could not be started: %2</source>
        <translation>无法启动“%1”：%2</translation>
    </message>
    <message>
        <source>Check that the file is a program that you may execute.</source>
        <translation>请检查该文件是否是您可以执行的程序。</translation>
    </message>
    <message>
        <source>the other side of the connection has gone</source>
        <translation>连接的另一端已离开</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>没有及时得到回答</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>the connection failed: %1</source>
        <translation>连接失败：%1</translation>
    </message>
    <message>
        <source>file descriptors got lost on the way (is the limit of open files too low?)</source>
        <translation>文件描述符在途中丢失（打开文件数的限制是否太低？）</translation>
    </message>
    <message>
        <source>message ends inside its field &quot;%1&quot; (byte %2)</source>
        <translation>消息在字段“%1”内结束（字节 %2）</translation>
    </message>
    <message>
        <source>message&apos;s field &quot;%1&quot; is larger than allowed (byte %2)</source>
        <translation>消息的字段“%1”大于允许值（字节 %2）</translation>
    </message>
    <message>
        <source>message&apos;s field &quot;%1&quot; has a value that does not exist (byte %2)</source>
        <translation>消息的字段“%1”含有不存在的值（字节 %2）</translation>
    </message>
    <message>
        <source>message of an unknown type</source>
        <translation>未知类型的消息</translation>
    </message>
    <message>
        <source>message is longer than its fields (byte %2)</source>
        <translation>消息长于其字段（字节 %2）</translation>
    </message>
    <message>
        <source>Make arrays smaller (their limit of entries), or the ring buffer.</source>
        <translation>请减小数组（条目上限）或环形缓冲区。</translation>
    </message>
    <message>
        <source>Raise the limit of locked memory (ulimit -l), or run as root.</source>
        <translation>请提高锁定内存的限制 (ulimit -l)，或以 root 运行。</translation>
    </message>
    <message>
        <source>This kernel lacks that kind of map; report it with the kernel&apos;s version.</source>
        <translation>此内核没有这种映射；请连同内核版本一起报告。</translation>
    </message>
    <message>
        <source>probes could not be put on: %1</source>
        <translation>无法设置探测点：%1</translation>
    </message>
    <message>
        <source>probes could not be put on %2: %1</source>
        <translation>无法在 %2 上设置探测点：%1</translation>
    </message>
    <message>
        <source>This kernel has no uprobe_multi, and the helper may not use the list of trace events: only 16 places can be probed at once. Give the helper cap_dac_override as well, or probe fewer functions.</source>
        <translation>此内核没有 uprobe_multi，而 helper 又无权使用跟踪事件列表：一次只能探测 16 个位置。请再给 helper 授予 cap_dac_override，或探测较少的函数。</translation>
    </message>
    <message>
        <source>The helper lacks rights on this kernel: run &quot;sudo setcap %1 …&quot; on it again, or run as root.</source>
        <translation>helper 在此内核上缺少权限：请再次对它运行“sudo setcap %1 …”，或以 root 运行。</translation>
    </message>
    <message>
        <source>Raise the limit of open files (ulimit -n), or probe fewer functions.</source>
        <translation>请提高打开文件数的限制 (ulimit -n)，或探测较少的函数。</translation>
    </message>
    <message>
        <source>Probe fewer functions.</source>
        <translation>请探测较少的函数。</translation>
    </message>
    <message>
        <source>This kernel was built without probes of this kind.</source>
        <translation>此内核构建时没有包含这种探测点。</translation>
    </message>
    <message>
        <source>Narrow the probe down to see which place it is; report it if it should work.</source>
        <translation>请缩小探测点的范围，看看是哪个位置；如果它应当可用，请报告。</translation>
    </message>
    <message>
        <source>the helper did not understand: %1</source>
        <translation>helper 没有理解：%1</translation>
    </message>
    <message>
        <source>no BPF programs can be loaded: %1</source>
        <translation>无法加载 BPF 程序：%1</translation>
    </message>
    <message>
        <source>Run &quot;sudo setcap %1 …&quot; on the helper, or run as root. In a container, allow them there.</source>
        <translation>请对 helper 运行“sudo setcap %1 …”，或以 root 运行。在容器中，请在那里允许它们。</translation>
    </message>
    <message>
        <source>the kernel refused the map %1: %2</source>
        <translation>内核拒绝了映射 %1：%2</translation>
    </message>
    <message>
        <source>the kernel refused the type information: %1</source>
        <translation>内核拒绝了类型信息：%1</translation>
    </message>
    <message>
        <source>Report this with the script and the kernel&apos;s version.</source>
        <translation>请连同脚本和内核版本一起报告。</translation>
    </message>
    <message>
        <source>the kernel&apos;s verifier refused the program %1: %2</source>
        <translation>内核的校验器拒绝了程序 %1：%2</translation>
    </message>
    <message>
        <source>Simplify the handler (loops, string operations), or report this with the verifier&apos;s log.</source>
        <translation>请简化处理程序（循环、字符串操作），或连同校验器日志一起报告。</translation>
    </message>
    <message>
        <source>the helper refused it: %1</source>
        <translation>helper 拒绝了它：%1</translation>
    </message>
    <message>
        <source>Run in guru mode (-g) if the script is meant to change what it watches.</source>
        <translation>如果脚本确实要修改所观察的对象，请以 guru 模式 (-g) 运行。</translation>
    </message>
    <message>
        <source>the helper %1 cannot be found: %2</source>
        <translation>找不到 helper %1：%2</translation>
    </message>
    <message>
        <source>Install Tapscope completely, or name the helper&apos;s file.</source>
        <translation>请完整安装 Tapscope，或指定 helper 的文件。</translation>
    </message>
    <message>
        <source>the helper %1 may not be executed</source>
        <translation>helper %1 不可执行</translation>
    </message>
    <message>
        <source>Check who may execute that file (is this user in its group?).</source>
        <translation>请检查谁可以执行该文件（此用户是否在其组中？）。</translation>
    </message>
    <message>
        <source>the helper was not authorised</source>
        <translation>helper 没有获得授权</translation>
    </message>
    <message>
        <source>Start again and confirm with an administrator&apos;s password, or run as root. %1</source>
        <translation>请重新开始并用管理员密码确认，或以 root 运行。%1</translation>
    </message>
    <message>
        <source>sudo did not run the helper: %1</source>
        <translation>sudo 没有运行 helper：%1</translation>
    </message>
    <message>
        <source>Run &quot;sudo -v&quot; first, or run as root.</source>
        <translation>请先运行“sudo -v”，或以 root 运行。</translation>
    </message>
    <message>
        <source>the helper was ended by signal %1 (%2)</source>
        <translation>helper 被信号 %1（%2）终止</translation>
    </message>
    <message>
        <source>Its probes are gone. Start again; if this repeats, report it. %1</source>
        <translation>它的探测点已经移除。请重新开始；如果再次发生，请报告。%1</translation>
    </message>
    <message>
        <source>the helper gave up: %1</source>
        <translation>helper 放弃了：%1</translation>
    </message>
    <message>
        <source>the helper ended unexpectedly</source>
        <translation>helper 意外结束</translation>
    </message>
    <message>
        <source>Its probes are gone. Start again; if this repeats, report it.</source>
        <translation>它的探测点已经移除。请重新开始；如果再次发生，请报告。</translation>
    </message>
    <message>
        <source>%1 cannot be started: %2</source>
        <translation>无法启动 %1：%2</translation>
    </message>
    <message>
        <source>Check the limits of open files and processes.</source>
        <translation>请检查打开文件数和进程数的限制。</translation>
    </message>
    <message>
        <source>the helper did not answer as expected: %1</source>
        <translation>helper 的回答不符合预期：%1</translation>
    </message>
    <message>
        <source>the capabilities of %1 are ignored, because its file system is mounted with &quot;nosuid&quot;</source>
        <translation>%1 的权能被忽略，因为它所在的文件系统以“nosuid”挂载</translation>
    </message>
    <message>
        <source>Install Tapscope on another file system, or run it as root.</source>
        <translation>请把 Tapscope 安装到另一个文件系统，或以 root 运行。</translation>
    </message>
    <message>
        <source>this process may not gain rights (no_new_privs), so that %1 cannot use its own</source>
        <translation>此进程不得获得权限 (no_new_privs)，因此 %1 不能使用自己的权限</translation>
    </message>
    <message>
        <source>Start Tapscope outside of the container or sandbox that set this.</source>
        <translation>请在设置此限制的容器或沙箱之外启动 Tapscope。</translation>
    </message>
    <message>
        <source>only an administrator may use %1</source>
        <translation>只有管理员才能使用 %1</translation>
    </message>
    <message>
        <source>Run as root; the helper&apos;s file capabilities are for watching only.</source>
        <translation>请以 root 运行；helper 的文件权能只用于观察。</translation>
    </message>
    <message>
        <source>%1 has no right to load BPF programs</source>
        <translation>%1 无权加载 BPF 程序</translation>
    </message>
    <message>
        <source>Run &quot;sudo setcap %1 %2&quot; once. This kernel has no uprobe_multi, so it takes more than usual: whoever may run that file can then watch all processes and the kernel (cap_bpf, cap_perfmon); cap_dac_override is for the kernel&apos;s list of trace events, and cap_sys_admin for mounting that or for perf events. The last is needless where /sys/kernel/tracing is mounted and kernel.perf_event_paranoid is at most 2. Or run Tapscope as root.</source>
        <translation>请运行一次“sudo setcap %1 %2”。此内核没有 uprobe_multi，因此所需权能比通常多：凡能运行该文件的人，都可以观察所有进程和内核 (cap_bpf, cap_perfmon)；cap_dac_override 用于内核的跟踪事件列表，cap_sys_admin 用于挂载该列表或用于 perf 事件。若 /sys/kernel/tracing 已挂载且 kernel.perf_event_paranoid 不大于 2，则不需要最后一个。或者以 root 运行 Tapscope。</translation>
    </message>
    <message>
        <source>Run &quot;sudo setcap %1 %2&quot; once. Whoever may run that file can then watch all processes and the kernel (cap_bpf, cap_perfmon); cap_dac_override is for the kernel&apos;s list of trace events, since this kernel has no uprobe_multi. Or run Tapscope as root.</source>
        <translation>请运行一次“sudo setcap %1 %2”。凡能运行该文件的人，都可以观察所有进程和内核 (cap_bpf, cap_perfmon)；由于此内核没有 uprobe_multi，cap_dac_override 用于内核的跟踪事件列表。或者以 root 运行 Tapscope。</translation>
    </message>
    <message>
        <source>Run &quot;sudo setcap %1 %2&quot; once. Whoever may run that file can then watch all processes and the kernel (cap_bpf loads programs, cap_perfmon lets them read memory), so let only people execute it whom you trust with that. Or run Tapscope as root.</source>
        <translation>请运行一次“sudo setcap %1 %2”。凡能运行该文件的人，都可以观察所有进程和内核（cap_bpf 加载程序，cap_perfmon 让程序读取内存），因此只应让您信任的人执行它。或者以 root 运行 Tapscope。</translation>
    </message>
    <message>
        <source>this script can&apos;t be formatted: parts of it can&apos;t be read</source>
        <translation>无法格式化此脚本：其中一部分无法读取</translation>
    </message>
    <message>
        <source>mend the errors that are shown, then format again</source>
        <translation>请修正所显示的错误，然后再格式化</translation>
    </message>
    <message>
        <source>this script can&apos;t be formatted without changing what it does</source>
        <translation>无法在不改变其作用的前提下格式化此脚本</translation>
    </message>
    <message>
        <source>set its blanks by hand</source>
        <translation>请手工调整空白</translation>
    </message>
    <message>
        <source>this line is a comment: # starts a comment here, not a C directive</source>
        <translation>此行是注释：# 在这里开始注释，不是 C 指令</translation>
    </message>
    <message>
        <source>write @define NAME %( … %) for a macro, and @NAME to use it</source>
        <translation>宏请写作 @define NAME %( … %)，用 @NAME 使用它</translation>
    </message>
    <message>
        <source>scripts have no includes: functions are found by name in the tapset</source>
        <translation>脚本没有 include：函数按名字在脚本库 (tapset) 中查找</translation>
    </message>
    <message>
        <source>this file is too large for a script (over 16 MiB)</source>
        <translation>此文件作为脚本过大（超过 16 MiB）</translation>
    </message>
    <message>
        <source>this comment has no end</source>
        <translation>此注释没有结尾</translation>
    </message>
    <message>
        <source>close it with */</source>
        <translation>请用 */ 结束它</translation>
    </message>
    <message>
        <source>the name &apos;%1&apos; has letters other than a-z, A-Z, 0-9 and _</source>
        <translation>名字“%1”含有 a-z、A-Z、0-9 和 _ 以外的字符</translation>
    </message>
    <message>
        <source>rename it; strings and comments may hold any text</source>
        <translation>请改名；字符串和注释中可以有任何文本</translation>
    </message>
    <message>
        <source>&apos;@&apos; must be followed by a name or a number</source>
        <translation>“@”之后必须是名字或数字</translation>
    </message>
    <message>
        <source>operators such as @count, macros such as @name and arguments such as @1 have no blank behind the @</source>
        <translation>@count 等运算符、@name 等宏和 @1 等参数，在 @ 之后没有空格</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no meaning in a script</source>
        <translation>“%1”在脚本中没有意义</translation>
    </message>
    <message>
        <source>strings are written in double quotes</source>
        <translation>字符串用双引号书写</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no meaning outside of strings</source>
        <translation>“%1”在字符串之外没有意义</translation>
    </message>
    <message>
        <source>remove it: lines go on by themselves, line ends have no meaning</source>
        <translation>请删除它：行会自动延续，行尾没有意义</translation>
    </message>
    <message>
        <source>remove it, or put it into a string or a comment</source>
        <translation>请删除它，或放入字符串或注释中</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: there are no floating-point numbers</source>
        <translation>“%1”：没有浮点数</translation>
    </message>
    <message>
        <source>count in a smaller unit, as microseconds in place of seconds</source>
        <translation>请用更小的单位计数，例如用微秒代替秒</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not a number, or is out of range</source>
        <translation>“%1”不是数字，或超出范围</translation>
    </message>
    <message>
        <source>numbers are decimal, 0x… or octal (0…), up to 18446744073709551615; names start with a letter</source>
        <translation>数字可以是十进制、0x… 或八进制 (0…)，最大 18446744073709551615；名字以字母开头</translation>
    </message>
    <message>
        <source>&apos;%1&apos; starts with 0, so it is octal, and 8 and 9 are no octal digits</source>
        <translation>“%1”以 0 开头，因此是八进制，而 8 和 9 不是八进制数字</translation>
    </message>
    <message>
        <source>write it as the decimal number %1</source>
        <translation>请写作十进制数 %1</translation>
    </message>
    <message>
        <source>this string has no closing quote on its line</source>
        <translation>此字符串在本行没有结束引号</translation>
    </message>
    <message>
        <source>close it with &quot;; a line break inside of a string is written \n</source>
        <translation>请用 &quot; 结束；字符串内的换行写作 \n</translation>
    </message>
    <message>
        <source>close it on each line: strings side by side are joined</source>
        <translation>请在每一行结束它：并排的字符串会连接起来</translation>
    </message>
    <message>
        <source>insert the closing quote</source>
        <translation>插入结束引号</translation>
    </message>
    <message>
        <source>there are no character literals either: use a string, or the character&apos;s number</source>
        <translation>也没有字符字面量：请用字符串，或该字符的编码</translation>
    </message>
    <message>
        <source>this embedded C has no end</source>
        <translation>此嵌入的 C 代码没有结尾</translation>
    </message>
    <message>
        <source>close it with %}</source>
        <translation>请用 %} 结束它</translation>
    </message>
    <message>
        <source>&apos;}%&apos; does not end embedded C; did you mean &apos;%}&apos;?</source>
        <translation>“}%”不能结束嵌入的 C 代码；您是不是想写“%}”？</translation>
    </message>
    <message>
        <source>the text of a command line argument holds &apos;%1&apos;, which is not replaced again</source>
        <translation>命令行参数的文本中含有“%1”，它不会再次被替换</translation>
    </message>
    <message>
        <source>give the script the value itself</source>
        <translation>请直接把该值给脚本</translation>
    </message>
    <message>
        <source>the script was started without arguments; give them behind its name, or guard this with %( $# &gt;= %1 %? … %)</source>
        <translation>脚本启动时没有参数；请在其名字之后给出，或用 %( $# &gt;= %1 %? … %) 加以保护</translation>
    </message>
    <message>
        <source>the script was started with %1 argument(s); guard this with %( $# &gt;= %2 %? … %)</source>
        <translation>脚本启动时有 %1 个参数；请用 %( $# &gt;= %2 %? … %) 加以保护</translation>
    </message>
    <message>
        <source>there is no command line argument for &apos;%1&apos;</source>
        <translation>“%1”没有对应的命令行参数</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a typographic quote; strings need the plain &quot;</source>
        <translation>“%1”是排版引号；字符串需要普通的 &quot;</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a full-width or typographic character; scripts need the plain &apos;%2&apos;</source>
        <translation>“%1”是全角或排版字符；脚本需要普通的“%2”</translation>
    </message>
    <message>
        <source>this looks like a blank and is another character</source>
        <translation>这看起来像空格，却是另一个字符</translation>
    </message>
    <message>
        <source>replace it with a blank</source>
        <translation>请换成空格</translation>
    </message>
    <message>
        <source>these bytes have no meaning in a script</source>
        <translation>这些字节在脚本中没有意义</translation>
    </message>
    <message>
        <source>remove them, or put them into a string or a comment</source>
        <translation>请删除它们，或放入字符串或注释中</translation>
    </message>
    <message>
        <source>a macro file holds @define only</source>
        <translation>宏文件中只能有 @define</translation>
    </message>
    <message>
        <source>put probes, functions and globals into a .stp file</source>
        <translation>请把探测点、函数和全局变量放入 .stp 文件</translation>
    </message>
    <message>
        <source>the script does not use its command line argument %1 (&apos;%2&apos;)</source>
        <translation>脚本没有使用命令行参数 %1（“%2”）</translation>
    </message>
    <message>
        <source>read it with $%1 (as it is) or @%1 (as a string)</source>
        <translation>请用 $%1（原样）或 @%1（作为字符串）读取它</translation>
    </message>
    <message>
        <source>this &apos;}&apos; closes nothing</source>
        <translation>这个“}”没有对应的“{”</translation>
    </message>
    <message>
        <source>remove it, or look above for a &apos;}&apos; too many</source>
        <translation>请删除它，或在上方查找多余的“}”</translation>
    </message>
    <message>
        <source>expected a probe, function or global declaration, not %1</source>
        <translation>此处应为探测点、函数或全局变量的声明，而不是 %1</translation>
    </message>
    <message>
        <source>statements stand in a probe&apos;s braces: probe begin { … }</source>
        <translation>语句写在探测点的花括号中：probe begin { … }</translation>
    </message>
    <message>
        <source>the block above ends here; is this &apos;}&apos; too many?</source>
        <translation>上面的块在这里结束；这个“}”是否多余？</translation>
    </message>
    <message>
        <source>start a function with &apos;function&apos;, a probe with &apos;probe&apos;</source>
        <translation>函数以 function 开头，探测点以 probe 开头</translation>
    </message>
    <message>
        <source>declare a variable with: global %1</source>
        <translation>请这样声明变量：global %1</translation>
    </message>
    <message>
        <source>embedded C is allowed in guru mode only</source>
        <translation>只有 guru 模式允许嵌入 C 代码</translation>
    </message>
    <message>
        <source>turn on guru mode (-g), or write this part in the script language</source>
        <translation>请打开 guru 模式 (-g)，或用脚本语言编写这一部分</translation>
    </message>
    <message>
        <source>expected &apos;,&apos; before %1</source>
        <translation>%1 之前缺少“,”</translation>
    </message>
    <message>
        <source>insert &apos;,&apos;</source>
        <translation>插入“,”</translation>
    </message>
    <message>
        <source>expected the name of a global variable, not %1</source>
        <translation>此处应为全局变量的名字，而不是 %1</translation>
    </message>
    <message>
        <source>an array&apos;s size is 1 to 2147483647</source>
        <translation>数组的大小为 1 到 2147483647</translation>
    </message>
    <message>
        <source>expected the array&apos;s size</source>
        <translation>此处应为数组的大小</translation>
    </message>
    <message>
        <source>without a size, write the name alone: use makes it an array</source>
        <translation>没有大小时只写名字：使用方式使它成为数组</translation>
    </message>
    <message>
        <source>remove &apos;[]&apos;</source>
        <translation>删除“[]”</translation>
    </message>
    <message>
        <source>expected the array&apos;s size as a number, not %1</source>
        <translation>此处应为数组的大小（数字），而不是 %1</translation>
    </message>
    <message>
        <source>the &apos;%&apos; of an array that wraps stands before its size</source>
        <translation>会覆盖旧元素的数组，其“%”写在大小之前</translation>
    </message>
    <message>
        <source>globals are declared without a type: it follows from their use</source>
        <translation>全局变量声明时不写类型：类型由用法决定</translation>
    </message>
    <message>
        <source>remove the type</source>
        <translation>删除类型</translation>
    </message>
    <message>
        <source>a global starts with a number or a string, not with %1</source>
        <translation>全局变量的初值是数字或字符串，而不是 %1</translation>
    </message>
    <message>
        <source>assign other values in probe begin { … }</source>
        <translation>请在 probe begin { … } 中赋其他值</translation>
    </message>
    <message>
        <source>only scalar globals can be initialized, &apos;%1&apos; is an array</source>
        <translation>只有标量全局变量可以初始化，“%1”是数组</translation>
    </message>
    <message>
        <source>fill it in probe begin { … }</source>
        <translation>请在 probe begin { … } 中填充它</translation>
    </message>
    <message>
        <source>the global &apos;%1&apos; is declared a second time</source>
        <translation>全局变量“%1”被第二次声明</translation>
    </message>
    <message>
        <source>remove one of the two</source>
        <translation>请删除其中一个</translation>
    </message>
    <message>
        <source>%1 is no type: there are &apos;long&apos; and &apos;string&apos;</source>
        <translation>%1 不是类型：类型有“long”和“string”</translation>
    </message>
    <message>
        <source>write &apos;%1&apos;</source>
        <translation>改写为“%1”</translation>
    </message>
    <message>
        <source>the type of a function stands behind its name: function %1:long (…)</source>
        <translation>函数的类型写在名字之后：function %1:long (…)</translation>
    </message>
    <message>
        <source>remove &apos;%1&apos;</source>
        <translation>删除“%1”</translation>
    </message>
    <message>
        <source>expected the function&apos;s name, not %1</source>
        <translation>此处应为函数名，而不是 %1</translation>
    </message>
    <message>
        <source>a priority is 1 or more; smaller ones are tried first</source>
        <translation>优先级为 1 或更大；较小的先尝试</translation>
    </message>
    <message>
        <source>expected a priority (a number) behind &apos;:&apos;, not %1</source>
        <translation>“:”之后应为优先级（数字），而不是 %1</translation>
    </message>
    <message>
        <source>the type of a function stands behind its name: function %1:%2 (…)</source>
        <translation>函数的类型写在名字之后：function %1:%2 (…)</translation>
    </message>
    <message>
        <source>expected &apos;{&apos; and the function&apos;s body, not %1</source>
        <translation>此处应为“{”和函数体，而不是 %1</translation>
    </message>
    <message>
        <source>expected &apos;(&apos; and the parameters of the function, not %1</source>
        <translation>此处应为“(”和函数的参数，而不是 %1</translation>
    </message>
    <message>
        <source>insert &apos;()&apos;</source>
        <translation>插入“()”</translation>
    </message>
    <message>
        <source>the type of a parameter stands behind its name, and may be left out</source>
        <translation>参数的类型写在名字之后，也可以省略</translation>
    </message>
    <message>
        <source>expected a parameter&apos;s name, not %1</source>
        <translation>此处应为参数名，而不是 %1</translation>
    </message>
    <message>
        <source>the parameter &apos;%1&apos; is named a second time</source>
        <translation>参数“%1”被第二次命名</translation>
    </message>
    <message>
        <source>first named here</source>
        <translation>首次命名在此</translation>
    </message>
    <message>
        <source>this expression is nested more than %1 levels deep</source>
        <translation>此表达式嵌套超过 %1 层</translation>
    </message>
    <message>
        <source>split it up with variables</source>
        <translation>请用变量把它拆开</translation>
    </message>
    <message>
        <source>this is nested more than %1 levels deep</source>
        <translation>此处嵌套超过 %1 层</translation>
    </message>
    <message>
        <source>the left side of &apos;%1&apos; can&apos;t be changed</source>
        <translation>“%1”的左边不能被修改</translation>
    </message>
    <message>
        <source>assign to a variable, an array element or a target variable</source>
        <translation>请给变量、数组元素或目标变量赋值</translation>
    </message>
    <message>
        <source>compare with &apos;==&apos;</source>
        <translation>请用“==”比较</translation>
    </message>
    <message>
        <source>this is a value, not a place</source>
        <translation>这是值，不是存放的位置</translation>
    </message>
    <message>
        <source>expected &apos;:&apos; and the other value of &apos;?&apos;, not %1</source>
        <translation>此处应为“:”和“?”的另一个值，而不是 %1</translation>
    </message>
    <message>
        <source>of this &apos;?&apos;</source>
        <translation>属于这个“?”</translation>
    </message>
    <message>
        <source>expected &apos;in&apos; and an array behind the keys, not %1</source>
        <translation>键之后应为“in”和数组，而不是 %1</translation>
    </message>
    <message>
        <source>write: [a, b] in array; there are no array values</source>
        <translation>请写：[a, b] in array；没有数组值</translation>
    </message>
    <message>
        <source>expected an array behind &apos;in&apos;, not %1</source>
        <translation>“in”之后应为数组，而不是 %1</translation>
    </message>
    <message>
        <source>expected a regular expression as a string literal, not %1</source>
        <translation>此处应为字符串字面量形式的正则表达式，而不是 %1</translation>
    </message>
    <message>
        <source>patterns are compiled before the script runs; compare values with ==, isinstr() or substr()</source>
        <translation>模式在脚本运行之前编译；请用 ==、isinstr() 或 substr() 比较值</translation>
    </message>
    <message>
        <source>expected a key before %1</source>
        <translation>%1 之前应为键</translation>
    </message>
    <message>
        <source>an array is read by key; the whole array is its name alone</source>
        <translation>数组按键读取；整个数组就是它的名字</translation>
    </message>
    <message>
        <source>&apos;%1&apos; needs a variable, an array element or a target variable</source>
        <translation>“%1”需要变量、数组元素或目标变量</translation>
    </message>
    <message>
        <source>&apos;%1&apos; stands outside of any loop</source>
        <translation>“%1”不在任何循环之内</translation>
    </message>
    <message>
        <source>leave a probe&apos;s handler with &apos;next&apos;</source>
        <translation>请用 next 离开探测点的处理程序</translation>
    </message>
    <message>
        <source>it belongs into while, for and foreach</source>
        <translation>它应写在 while、for 和 foreach 之中</translation>
    </message>
    <message>
        <source>variables are not declared: the first assignment makes them</source>
        <translation>变量不需要声明：首次赋值即产生变量</translation>
    </message>
    <message>
        <source>the loop over an array is written &apos;foreach&apos;</source>
        <translation>遍历数组的循环写作 foreach</translation>
    </message>
    <message>
        <source>write &apos;foreach&apos;</source>
        <translation>改写为 foreach</translation>
    </message>
    <message>
        <source>expected &apos;;&apos; between the parts of &apos;for&apos;, not %1</source>
        <translation>for 的各部分之间应为“;”，而不是 %1</translation>
    </message>
    <message>
        <source>expected &apos;(&apos; behind &apos;for&apos;, not %1</source>
        <translation>for 之后应为“(”，而不是 %1</translation>
    </message>
    <message>
        <source>write: for (i = 0; i &lt; 10; i++) …</source>
        <translation>请写：for (i = 0; i &lt; 10; i++) …</translation>
    </message>
    <message>
        <source>expected &apos;(&apos; behind &apos;foreach&apos;, not %1</source>
        <translation>foreach 之后应为“(”，而不是 %1</translation>
    </message>
    <message>
        <source>write: foreach (key in array) … or foreach ([a, b] in array) …</source>
        <translation>请写：foreach (key in array) … 或 foreach ([a, b] in array) …</translation>
    </message>
    <message>
        <source>a loop sorts by one thing only</source>
        <translation>一个循环只能按一项排序</translation>
    </message>
    <message>
        <source>keep one &apos;+&apos; or &apos;-&apos;</source>
        <translation>请保留一个“+”或“-”</translation>
    </message>
    <message>
        <source>expected &apos;=&apos; behind the loop&apos;s value, not %1</source>
        <translation>循环的值之后应为“=”，而不是 %1</translation>
    </message>
    <message>
        <source>expected &apos;in&apos; and the array, not %1</source>
        <translation>此处应为“in”和数组，而不是 %1</translation>
    </message>
    <message>
        <source>write: foreach (key in array) … or foreach (value = [a, b] in array) …</source>
        <translation>请写：foreach (key in array) … 或 foreach (value = [a, b] in array) …</translation>
    </message>
    <message>
        <source>expected the name of a loop variable, not %1</source>
        <translation>此处应为循环变量的名字，而不是 %1</translation>
    </message>
    <message>
        <source>several keys stand in brackets</source>
        <translation>多个键写在方括号中</translation>
    </message>
    <message>
        <source>expected the array&apos;s name, not %1</source>
        <translation>此处应为数组的名字，而不是 %1</translation>
    </message>
    <message>
        <source>a loop goes over an array; %1 can&apos;t stand here</source>
        <translation>循环遍历数组；%1 不能写在这里</translation>
    </message>
    <message>
        <source>use while or for to count or to walk a list</source>
        <translation>要计数或遍历链表，请用 while 或 for</translation>
    </message>
    <message>
        <source>expected @count, @sum, @min, @max, @avg or @variance to sort by, not %1</source>
        <translation>排序依据应为 @count、@sum、@min、@max、@avg 或 @variance，而不是 %1</translation>
    </message>
    <message>
        <source>expected &apos;+&apos; or &apos;-&apos; behind %1, not %2</source>
        <translation>%1 之后应为“+”或“-”，而不是 %2</translation>
    </message>
    <message>
        <source>insert &apos;-&apos; to see the largest first</source>
        <translation>插入“-”以便先看到最大的</translation>
    </message>
    <message>
        <source>there are no casts as in C: numbers have 64 bits, strings are strings</source>
        <translation>没有 C 那样的类型转换：数字有 64 位，字符串就是字符串</translation>
    </message>
    <message>
        <source>read through a pointer with @cast(value, &quot;type&quot;)-&gt;member; make a string with sprint(value)</source>
        <translation>用 @cast(value, &quot;type&quot;)-&gt;member 通过指针读取；用 sprint(value) 得到字符串</translation>
    </message>
    <message>
        <source>expected a value, not %1</source>
        <translation>此处应为值，而不是 %1</translation>
    </message>
    <message>
        <source>there are no array literals: assign the elements one by one</source>
        <translation>没有数组字面量：请逐个给元素赋值</translation>
    </message>
    <message>
        <source>remove a &apos;,&apos; too many, or add what is missing</source>
        <translation>请删除多余的“,”，或补上缺少的内容</translation>
    </message>
    <message>
        <source>make a string of a number with sprint(n), and a number of a string with strtol(s, 10)</source>
        <translation>用 sprint(n) 把数字变成字符串，用 strtol(s, 10) 把字符串变成数字</translation>
    </message>
    <message>
        <source>pointers are followed with -&gt;, or read with kernel_long() and the like; &apos;*&apos; as a key stands in &apos;in&apos;, &apos;delete&apos; and &apos;foreach&apos; only</source>
        <translation>指针用 -&gt; 访问，或用 kernel_long() 等读取；“*”作为键只能用在 in、delete 和 foreach 中</translation>
    </message>
    <message>
        <source>several keys stand in one pair of brackets</source>
        <translation>多个键写在同一对方括号中</translation>
    </message>
    <message>
        <source>write: %1[key1, key2]</source>
        <translation>请写：%1[key1, key2]</translation>
    </message>
    <message>
        <source>expected an argument behind &apos;,&apos;</source>
        <translation>“,”之后应为参数</translation>
    </message>
    <message>
        <source>remove the &apos;,&apos;</source>
        <translation>删除“,”</translation>
    </message>
    <message>
        <source>expected &apos;(&apos; behind &apos;%1&apos;, not %2</source>
        <translation>“%1”之后应为“(”，而不是 %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is built in and can&apos;t be a variable; its arguments stand in parentheses</source>
        <translation>“%1”是内建的，不能作变量；它的参数写在圆括号中</translation>
    </message>
    <message>
        <source>&apos;%1&apos; needs at least two values behind the delimiter</source>
        <translation>“%1”在分隔符之后至少需要两个值</translation>
    </message>
    <message>
        <source>for one value use print or println</source>
        <translation>只有一个值时请用 print 或 println</translation>
    </message>
    <message>
        <source>&apos;%1&apos; needs a value to print</source>
        <translation>“%1”需要要打印的值</translation>
    </message>
    <message>
        <source>for an empty line write println()</source>
        <translation>要打印空行，请写 println()</translation>
    </message>
    <message>
        <source>expected &apos;,&apos; or &apos;)&apos; behind the format, not %1</source>
        <translation>格式之后应为“,”或“)”，而不是 %1</translation>
    </message>
    <message>
        <source>the format is one literal; put the values behind it: printf(&quot;%d %s&quot;, number, text)</source>
        <translation>格式是一个字面量；值写在它之后：printf(&quot;%d %s&quot;, number, text)</translation>
    </message>
    <message>
        <source>the format of &apos;%1&apos; is a string literal, not %2</source>
        <translation>“%1”的格式是字符串字面量，而不是 %2</translation>
    </message>
    <message>
        <source>insert the format &quot;%s&quot; (or &quot;%d&quot; for a number)</source>
        <translation>插入格式 &quot;%s&quot;（数字用 &quot;%d&quot;）</translation>
    </message>
    <message>
        <source>the delimiter of &apos;%1&apos; is a string literal, not %2</source>
        <translation>“%1”的分隔符是字符串字面量，而不是 %2</translation>
    </message>
    <message>
        <source>write: %1(&quot;, &quot;, a, b)</source>
        <translation>请写：%1(&quot;, &quot;, a, b)</translation>
    </message>
    <message>
        <source>expected &apos;{&apos; and the probe&apos;s statements, not %1</source>
        <translation>此处应为“{”和探测点的语句，而不是 %1</translation>
    </message>
    <message>
        <source>separate probe points with &apos;,&apos;</source>
        <translation>请用“,”分隔探测点</translation>
    </message>
    <message>
        <source>a probe is written: probe POINT { statements }</source>
        <translation>探测点写作：probe POINT { statements }</translation>
    </message>
    <message>
        <source>the name of an alias has no &apos;?&apos;, &apos;!&apos; or &apos;if&apos;</source>
        <translation>别名的名字没有“?”、“!”或 if</translation>
    </message>
    <message>
        <source>put it behind the probe points on the right</source>
        <translation>请把它放在右边的探测点之后</translation>
    </message>
    <message>
        <source>expected &apos;{&apos; and the alias&apos;s statements, not %1</source>
        <translation>此处应为“{”和别名的语句，而不是 %1</translation>
    </message>
    <message>
        <source>an alias is written: probe NAME = POINT { statements }</source>
        <translation>别名写作：probe NAME = POINT { statements }</translation>
    </message>
    <message>
        <source>an alias with &apos;+=&apos; has one block, its epilogue</source>
        <translation>使用“+=”的别名只有一个块，即其尾声</translation>
    </message>
    <message>
        <source>use &apos;=&apos; to give a prologue and an epilogue</source>
        <translation>请用“=”同时给出序言和尾声</translation>
    </message>
    <message>
        <source>expected a probe point behind &apos;,&apos;</source>
        <translation>“,”之后应为探测点</translation>
    </message>
    <message>
        <source>these braces are nested too deeply</source>
        <translation>这些花括号嵌套过深</translation>
    </message>
    <message>
        <source>these braces make more than %1 probe points</source>
        <translation>这些花括号产生超过 %1 个探测点</translation>
    </message>
    <message>
        <source>use a wildcard</source>
        <translation>请使用通配符</translation>
    </message>
    <message>
        <source>a condition can&apos;t stand inside of braces that are repeated</source>
        <translation>条件不能写在会重复展开的花括号中</translation>
    </message>
    <message>
        <source>expected &apos;(&apos; and the condition of the probe, not %1</source>
        <translation>此处应为“(”和探测点的条件，而不是 %1</translation>
    </message>
    <message>
        <source>expected a probe point, as kernel.function(&quot;name&quot;), not %1</source>
        <translation>此处应为探测点，例如 kernel.function(&quot;name&quot;)，而不是 %1</translation>
    </message>
    <message>
        <source>no macro of this name is defined before this line</source>
        <translation>此行之前没有定义这个名字的宏</translation>
    </message>
    <message>
        <source>name what to probe: kernel.function(&quot;…&quot;), process(&quot;…&quot;).function(&quot;…&quot;), kernel.trace(&quot;…&quot;)</source>
        <translation>请说明探测什么：kernel.function(&quot;…&quot;)、process(&quot;…&quot;).function(&quot;…&quot;)、kernel.trace(&quot;…&quot;)</translation>
    </message>
    <message>
        <source>expected a string or a number in the parentheses of &apos;%1&apos;</source>
        <translation>“%1”的圆括号中应为字符串或数字</translation>
    </message>
    <message>
        <source>without an argument, &apos;%1&apos; has no parentheses</source>
        <translation>没有参数时，“%1”不带圆括号</translation>
    </message>
    <message>
        <source>remove &apos;()&apos;</source>
        <translation>删除“()”</translation>
    </message>
    <message>
        <source>expected a string or a number, not %1</source>
        <translation>此处应为字符串或数字，而不是 %1</translation>
    </message>
    <message>
        <source>the arguments of probe points are literals: they are resolved before the script runs</source>
        <translation>探测点的参数是字面量：它们在脚本运行之前确定</translation>
    </message>
    <message>
        <source>insert &apos;%1&apos;</source>
        <translation>插入“%1”</translation>
    </message>
    <message>
        <source>expected &apos;%1&apos; before %2</source>
        <translation>%2 之前应为“%1”</translation>
    </message>
    <message>
        <source>to close this &apos;%1&apos;</source>
        <translation>用来结束这个“%1”</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a keyword and can&apos;t be a name</source>
        <translation>“%1”是关键字，不能用作名字</translation>
    </message>
    <message>
        <source>choose another name, as &apos;%1_&apos;</source>
        <translation>请换一个名字，例如“%1_”</translation>
    </message>
    <message>
        <source>rename it to &apos;%1_&apos; here</source>
        <translation>在此改名为“%1_”</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a variable of the probed program and can&apos;t be declared here</source>
        <translation>“%1”是被探测程序的变量，不能在这里声明</translation>
    </message>
    <message>
        <source>names of the script have no $</source>
        <translation>脚本中的名字不带 $</translation>
    </message>
    <message>
        <source>the file ends before this block does: a &apos;}&apos; is missing</source>
        <translation>文件在此块结束之前就结束了：缺少“}”</translation>
    </message>
    <message>
        <source>%1 starts before the block above ends: a &apos;}&apos; is missing</source>
        <translation>%1 在上面的块结束之前开始：缺少“}”</translation>
    </message>
    <message>
        <source>close the block with &apos;}&apos;</source>
        <translation>请用“}”结束该块</translation>
    </message>
    <message>
        <source>the block starts here</source>
        <translation>块在这里开始</translation>
    </message>
    <message>
        <source>by the indentation, it is this one that was not closed</source>
        <translation>从缩进看，没有结束的是这一个</translation>
    </message>
    <message>
        <source>insert &apos;}&apos;</source>
        <translation>插入“}”</translation>
    </message>
    <message>
        <source>these blocks are nested more than %1 levels deep</source>
        <translation>这些块嵌套超过 %1 层</translation>
    </message>
    <message>
        <source>move the inner part into a function</source>
        <translation>请把内层部分移到函数中</translation>
    </message>
    <message>
        <source>these statements are nested more than %1 levels deep</source>
        <translation>这些语句嵌套超过 %1 层</translation>
    </message>
    <message>
        <source>there is no comma operator: expected the end of the statement, not %1</source>
        <translation>没有逗号运算符：此处应为语句的结尾，而不是 %1</translation>
    </message>
    <message>
        <source>write two statements, separated by &apos;;&apos;</source>
        <translation>请写成两条语句，用“;”分隔</translation>
    </message>
    <message>
        <source>this &apos;%1&apos; belongs to nothing</source>
        <translation>这个“%1”没有归属</translation>
    </message>
    <message>
        <source>&apos;else&apos; stands right behind the statement or block of an &apos;if&apos;, &apos;catch&apos; behind that of a &apos;try&apos;</source>
        <translation>else 紧跟在 if 的语句或块之后，catch 紧跟在 try 的块之后</translation>
    </message>
    <message>
        <source>look for a &apos;;&apos; or &apos;}&apos; too many between the &apos;if&apos; and here</source>
        <translation>请在 if 与此处之间查找多余的“;”或“}”</translation>
    </message>
    <message>
        <source>globals are declared outside of probes and functions</source>
        <translation>全局变量在探测点和函数之外声明</translation>
    </message>
    <message>
        <source>move this line out; a variable of this block needs no declaration</source>
        <translation>请把此行移出去；此块的变量不需要声明</translation>
    </message>
    <message>
        <source>functions are declared outside of probes and other functions</source>
        <translation>函数在探测点和其他函数之外声明</translation>
    </message>
    <message>
        <source>move it out, or look above for a missing &apos;}&apos;</source>
        <translation>请把它移出去，或在上方查找缺少的“}”</translation>
    </message>
    <message>
        <source>there is no do-while loop</source>
        <translation>没有 do-while 循环</translation>
    </message>
    <message>
        <source>write: while (1) { … if (!condition) break }</source>
        <translation>请写：while (1) { … if (!condition) break }</translation>
    </message>
    <message>
        <source>there is no switch</source>
        <translation>没有 switch</translation>
    </message>
    <message>
        <source>write: if (x == 1) … else if (x == 2) … else …</source>
        <translation>请写：if (x == 1) … else if (x == 2) … else …</translation>
    </message>
    <message>
        <source>there is no goto</source>
        <translation>没有 goto</translation>
    </message>
    <message>
        <source>use loops, or a function with &apos;return&apos;</source>
        <translation>请用循环，或带 return 的函数</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is written &apos;else if&apos;</source>
        <translation>“%1”写作 else if</translation>
    </message>
    <message>
        <source>write &apos;else if&apos;</source>
        <translation>改写为 else if</translation>
    </message>
    <message>
        <source>conditions stand in parentheses: %1 (…)</source>
        <translation>条件写在圆括号中：%1 (…)</translation>
    </message>
    <message>
        <source>this assigns; a comparison is written &apos;==&apos;</source>
        <translation>这是赋值；比较写作“==”</translation>
    </message>
    <message>
        <source>expected a statement for &apos;%1&apos;, not %2</source>
        <translation>“%1”之后应为语句，而不是 %2</translation>
    </message>
    <message>
        <source>an empty statement is written &apos;;&apos; or &apos;{}&apos;</source>
        <translation>空语句写作“;”或“{}”</translation>
    </message>
    <message>
        <source>&apos;return&apos; belongs into functions; a probe has nobody to return to</source>
        <translation>return 只用于函数；探测点没有可返回之处</translation>
    </message>
    <message>
        <source>write &apos;next&apos;</source>
        <translation>改写为 next</translation>
    </message>
    <message>
        <source>only a variable, an array or its elements can be deleted</source>
        <translation>只能删除变量、数组或其元素</translation>
    </message>
    <message>
        <source>write: delete name, or delete name[key]</source>
        <translation>请写：delete name，或 delete name[key]</translation>
    </message>
    <message>
        <source>expected &apos;{&apos; behind &apos;try&apos;, not %1</source>
        <translation>try 之后应为“{”，而不是 %1</translation>
    </message>
    <message>
        <source>write: try { … } catch (message) { … }</source>
        <translation>请写：try { … } catch (message) { … }</translation>
    </message>
    <message>
        <source>expected &apos;catch&apos; behind the block of &apos;try&apos;, not %1</source>
        <translation>try 的块之后应为 catch，而不是 %1</translation>
    </message>
    <message>
        <source>of this &apos;try&apos;</source>
        <translation>属于这个 try</translation>
    </message>
    <message>
        <source>insert &apos;catch { }&apos;</source>
        <translation>插入 catch { }</translation>
    </message>
    <message>
        <source>expected the name of the variable that gets the message, not %1</source>
        <translation>此处应为接收消息的变量名，而不是 %1</translation>
    </message>
    <message>
        <source>expected &apos;{&apos; behind &apos;catch&apos;, not %1</source>
        <translation>catch 之后应为“{”，而不是 %1</translation>
    </message>
    <message>
        <source>a value ends with &apos;$&apos; (one level) or &apos;$$&apos; (all levels)</source>
        <translation>值以“$”（一层）或“$$”（所有层）结尾</translation>
    </message>
    <message>
        <source>expected a member&apos;s name behind &apos;-&gt;&apos;, not %1</source>
        <translation>“-&gt;”之后应为成员名，而不是 %1</translation>
    </message>
    <message>
        <source>write the name without quotes</source>
        <translation>请写不带引号的名字</translation>
    </message>
    <message>
        <source>nothing can follow the &apos;$&apos; that turns a value into text</source>
        <translation>把值变成文本的“$”之后不能再有内容</translation>
    </message>
    <message>
        <source>&apos;&amp;&apos; takes the address of a target variable, @var, @cast or a member</source>
        <translation>“&amp;”取目标变量、@var、@cast 或成员的地址</translation>
    </message>
    <message>
        <source>variables of the script have no address</source>
        <translation>脚本的变量没有地址</translation>
    </message>
    <message>
        <source>expected a variable&apos;s name behind &apos;%1&apos;</source>
        <translation>“%1”之后应为变量名</translation>
    </message>
    <message>
        <source>target variables are written $name; $$vars, $$parms, $$locals and $$return print several</source>
        <translation>目标变量写作 $name；$$vars、$$parms、$$locals 和 $$return 打印多个变量</translation>
    </message>
    <message>
        <source>%1 came with version %2 of the language; this script asks for %3</source>
        <translation>%1 自语言版本 %2 起才有；此脚本要求 %3</translation>
    </message>
    <message>
        <source>start it with --compatible=%1</source>
        <translation>请用 --compatible=%1 启动</translation>
    </message>
    <message>
        <source>there is no operator or macro %1</source>
        <translation>没有运算符或宏 %1</translation>
    </message>
    <message>
        <source>define macros with @define NAME %( … %) before their first use</source>
        <translation>请在首次使用之前用 @define NAME %( … %) 定义宏</translation>
    </message>
    <message>
        <source>did you mean %1?</source>
        <translation>您是不是想写 %1？</translation>
    </message>
    <message>
        <source>%1 takes %2 argument(s), not %3</source>
        <translation>%1 需要 %2 个参数，而不是 %3 个</translation>
    </message>
    <message>
        <source>argument %1 of %2 is a string literal</source>
        <translation>%2 的第 %1 个参数是字符串字面量</translation>
    </message>
    <message>
        <source>put it into double quotes</source>
        <translation>请把它放入双引号中</translation>
    </message>
    <message>
        <source>%1 is allowed in guru mode only</source>
        <translation>只有 guru 模式允许 %1</translation>
    </message>
    <message>
        <source>turn on guru mode (-g)</source>
        <translation>请打开 guru 模式 (-g)</translation>
    </message>
    <message>
        <source>@hist_linear takes a statistic, the lowest value, the highest and the width of a bucket</source>
        <translation>@hist_linear 需要统计量、最小值、最大值和每格的宽度</translation>
    </message>
    <message>
        <source>@hist_log takes one statistic</source>
        <translation>@hist_log 需要一个统计量</translation>
    </message>
    <message>
        <source>write: @hist_linear(times, 0, 100, 10) or @hist_log(times)</source>
        <translation>请写：@hist_linear(times, 0, 100, 10) 或 @hist_log(times)</translation>
    </message>
    <message>
        <source>the range of a histogram is given by number literals</source>
        <translation>直方图的范围用数字字面量给出</translation>
    </message>
    <message>
        <source>buckets are laid out before the script runs</source>
        <translation>直方图的各格在脚本运行之前确定</translation>
    </message>
    <message>
        <source>this comes from the macro %1</source>
        <translation>这来自宏 %1</translation>
    </message>
    <message>
        <source>the macros of this script grow beyond all bounds</source>
        <translation>此脚本的宏无限膨胀</translation>
    </message>
    <message>
        <source>look for macros that use each other several times</source>
        <translation>请查找多次互相使用的宏</translation>
    </message>
    <message>
        <source>the macro %1 uses itself</source>
        <translation>宏 %1 使用了自身</translation>
    </message>
    <message>
        <source>use a function: these may be recursive</source>
        <translation>请使用函数：函数可以递归</translation>
    </message>
    <message>
        <source>expected the macro&apos;s name behind @define</source>
        <translation>@define 之后应为宏的名字</translation>
    </message>
    <message>
        <source>a macro is written @define NAME %( text %) or @define NAME(a, b) %( text with @a and @b %)</source>
        <translation>宏写作 @define NAME %( text %) 或 @define NAME(a, b) %( 含 @a 和 @b 的文本 %)</translation>
    </message>
    <message>
        <source>expected %( and the text of the macro %1</source>
        <translation>此处应为 %( 和宏 %1 的文本</translation>
    </message>
    <message>
        <source>a macro is written @define NAME %( text %)</source>
        <translation>宏写作 @define NAME %( text %)</translation>
    </message>
    <message>
        <source>the text of the macro %1 has no end</source>
        <translation>宏 %1 的文本没有结尾</translation>
    </message>
    <message>
        <source>close it with %)</source>
        <translation>请用 %) 结束它</translation>
    </message>
    <message>
        <source>a macro can&apos;t define macros</source>
        <translation>宏不能定义宏</translation>
    </message>
    <message>
        <source>put the definition before this one</source>
        <translation>请把定义放在此宏之前</translation>
    </message>
    <message>
        <source>from here on the macro %1 stands in the place of the operator %1</source>
        <translation>从这里起，宏 %1 取代了运算符 %1</translation>
    </message>
    <message>
        <source>choose another name</source>
        <translation>请换一个名字</translation>
    </message>
    <message>
        <source>the macro %1 is defined a second time</source>
        <translation>宏 %1 被第二次定义</translation>
    </message>
    <message>
        <source>rename one of the two</source>
        <translation>请给其中一个改名</translation>
    </message>
    <message>
        <source>first defined here</source>
        <translation>首次定义在此</translation>
    </message>
    <message>
        <source>expected a parameter name of the macro %1</source>
        <translation>此处应为宏 %1 的参数名</translation>
    </message>
    <message>
        <source>in the list the names stand without @, in the text with it</source>
        <translation>在列表中名字不带 @，在文本中带 @</translation>
    </message>
    <message>
        <source>expected &apos;,&apos; or &apos;)&apos; in the parameters of the macro %1</source>
        <translation>宏 %1 的参数中应为“,”或“)”</translation>
    </message>
    <message>
        <source>the macro %1 needs %2 argument(s) in parentheses</source>
        <translation>宏 %1 需要 %2 个参数，写在圆括号中</translation>
    </message>
    <message>
        <source>the arguments of the macro %1 have no closing &apos;)&apos;</source>
        <translation>宏 %1 的参数没有结束的“)”</translation>
    </message>
    <message>
        <source>the macro %1 takes %2 argument(s), not %3</source>
        <translation>宏 %1 需要 %2 个参数，而不是 %3 个</translation>
    </message>
    <message>
        <source>this conditional has no end</source>
        <translation>此条件块没有结尾</translation>
    </message>
    <message>
        <source>&apos;%1&apos; belongs to no conditional</source>
        <translation>“%1”不属于任何条件块</translation>
    </message>
    <message>
        <source>a conditional is written %( condition %? tokens %: other tokens %)</source>
        <translation>条件块写作 %( condition %? tokens %: other tokens %)</translation>
    </message>
    <message>
        <source>expected &apos;%?&apos; behind the condition</source>
        <translation>条件之后应为“%?”</translation>
    </message>
    <message>
        <source>this condition is incomplete: expected a comparison such as kernel_v &gt;= &quot;5.4&quot;</source>
        <translation>此条件不完整：应为比较，例如 kernel_v &gt;= &quot;5.4&quot;</translation>
    </message>
    <message>
        <source>compare kernel_v, kernel_vr, arch, CONFIG_…, strings or numbers; join with &amp;&amp; and ||, without parentheses</source>
        <translation>请比较 kernel_v、kernel_vr、arch、CONFIG_…、字符串或数字；用 &amp;&amp; 和 || 连接，不用圆括号</translation>
    </message>
    <message>
        <source>expected &amp;&amp;, || or %? in this condition</source>
        <translation>此条件中应为 &amp;&amp;、|| 或 %?</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is nothing that a condition can test</source>
        <translation>“%1”不是条件能够判断的内容</translation>
    </message>
    <message>
        <source>conditions know kernel_v, kernel_vr, systemtap_v, arch, runtime, systemtap_privilege, guru_mode, CONFIG_…, strings and numbers</source>
        <translation>条件可用 kernel_v、kernel_vr、systemtap_v、arch、runtime、systemtap_privilege、guru_mode、CONFIG_…、字符串和数字</translation>
    </message>
    <message>
        <source>these two can&apos;t be compared with &apos;%1&apos;</source>
        <translation>这两者不能用“%1”比较</translation>
    </message>
    <message>
        <source>compare versions and names with strings, numbers with numbers</source>
        <translation>版本和名字请与字符串比较，数字与数字比较</translation>
    </message>
    <message>
        <source>a version with wildcards can&apos;t be ordered</source>
        <translation>带通配符的版本不能比较大小</translation>
    </message>
    <message>
        <source>use == or !=, or write the version without wildcards</source>
        <translation>请用 == 或 !=，或写不带通配符的版本</translation>
    </message>
    <message>
        <source>The function “%1” calls itself, which a handler that runs in the kernel cannot do.</source>
        <translation>函数“%1”调用了自身，在内核中运行的处理程序不能这样做。</translation>
    </message>
    <message>
        <source>Call it from a begin, end or timer handler, or write it as a loop.</source>
        <translation>请在 begin、end 或 timer 处理程序中调用它，或写成循环。</translation>
    </message>
    <message>
        <source>With the functions it calls, this handler is too large to run in the kernel.</source>
        <translation>连同它调用的函数，此处理程序过大，不能在内核中运行。</translation>
    </message>
    <message>
        <source>Call fewer functions from it, or move the work to a timer handler.</source>
        <translation>请减少其中调用的函数，或把工作移到 timer 处理程序中。</translation>
    </message>
    <message>
        <source>%1 cannot be done yet in a handler that runs in the kernel.</source>
        <translation>%1 尚不能在内核中运行的处理程序里进行。</translation>
    </message>
    <message>
        <source>Keep what it needs in a global variable, and do it in a begin, end or timer handler.</source>
        <translation>请把所需内容存入全局变量，在 begin、end 或 timer 处理程序中进行。</translation>
    </message>
    <message>
        <source>This kernel cannot run loops in handlers (it lacks bpf_loop).</source>
        <translation>此内核不能在处理程序中运行循环（缺少 bpf_loop）。</translation>
    </message>
    <message>
        <source>Use Linux 5.17 or later, or move the loop to a begin, end or timer handler.</source>
        <translation>请使用 Linux 5.17 或更高版本，或把循环移到 begin、end 或 timer 处理程序中。</translation>
    </message>
    <message>
        <source>The strings of this handler need %1 bytes; a handler that runs in the kernel has %2.</source>
        <translation>此处理程序的字符串需要 %1 字节；在内核中运行的处理程序有 %2 字节。</translation>
    </message>
    <message>
        <source>Use fewer string variables in it, or set a smaller maximum string length.</source>
        <translation>请减少其中的字符串变量，或设置较小的最大字符串长度。</translation>
    </message>
    <message>
        <source>Processes that the target starts cannot be followed on this kernel; only the target itself is traced.</source>
        <translation>在此内核上无法跟随目标启动的进程；只跟踪目标本身。</translation>
    </message>
    <message>
        <source>Use a kernel with BTF (CONFIG_DEBUG_INFO_BTF) to follow them.</source>
        <translation>要跟随它们，请使用带 BTF 的内核 (CONFIG_DEBUG_INFO_BTF)。</translation>
    </message>
    <message>
        <source>This kernel has neither uprobe_multi nor BTF, so it cannot be told which function was hit.</source>
        <translation>此内核既没有 uprobe_multi 也没有 BTF，因此无法得知命中了哪个函数。</translation>
    </message>
    <message>
        <source>Use Linux 6.6 or later, or a kernel with CONFIG_DEBUG_INFO_BTF.</source>
        <translation>请使用 Linux 6.6 或更高版本，或带 CONFIG_DEBUG_INFO_BTF 的内核。</translation>
    </message>
    <message>
        <source>The demonstration program was not found.</source>
        <translation>没有找到演示程序。</translation>
    </message>
    <message>
        <source>It is built beside this program. Choose another command to trace in the run bar.</source>
        <translation>它与本程序一同构建。请在运行栏中选择另一个要跟踪的命令。</translation>
    </message>
    <message>
        <source>No process is chosen as the target.</source>
        <translation>没有选择作为目标的进程。</translation>
    </message>
    <message>
        <source>Choose one in the run bar, or set the target to “Command” or “None”.</source>
        <translation>请在运行栏中选择一个进程，或把目标设为“命令”或“无”。</translation>
    </message>
    <message>
        <source>the program&apos;s note describes it as “%1”, which is not understood</source>
        <translation>程序的注记把它描述为“%1”，无法理解</translation>
    </message>
    <message>
        <source>the bit shift of @variance is a number literal from 0 to %1</source>
        <translation>@variance 的移位数必须是 0 到 %1 的数字字面量</translation>
    </message>
    <message>
        <source>the @variance of &apos;%1&apos; has two bit shifts, %2 and %3</source>
        <translation>“%1”的 @variance 用了两种移位数：%2 和 %3</translation>
    </message>
    <message>
        <source>use one of them everywhere</source>
        <translation>请处处使用同一个</translation>
    </message>
    <message>
        <source>the width of a bucket must be 1 or more</source>
        <translation>桶的宽度至少为 1</translation>
    </message>
    <message>
        <source>the lowest value of the histogram is above its highest</source>
        <translation>直方图的最小值大于最大值</translation>
    </message>
    <message>
        <source>write: @hist_linear(statistic, lowest, highest, width)</source>
        <translation>写法：@hist_linear(统计量, 最小值, 最大值, 宽度)</translation>
    </message>
    <message>
        <source>the histogram would have more than %1 buckets</source>
        <translation>直方图的桶会超过 %1 个</translation>
    </message>
    <message>
        <source>make the buckets wider or the range smaller</source>
        <translation>请加宽桶或缩小范围</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has another kind or range of histogram elsewhere</source>
        <translation>“%1”在别处使用了另一种直方图或范围</translation>
    </message>
    <message>
        <source>a statistic keeps one histogram; fill a second global for the other</source>
        <translation>一个统计量只保存一种直方图；另一种请用第二个全局变量</translation>
    </message>
    <message>
        <source>a histogram is a drawing, not a value</source>
        <translation>直方图是图形，不是值</translation>
    </message>
    <message>
        <source>print it with print or println, or take one bucket of it: %1[0]</source>
        <translation>请用 print 或 println 打印它，或取其中一个桶：%1[0]</translation>
    </message>
    <message>
        <source>a loop over a histogram has one key, the number of the bucket</source>
        <translation>遍历直方图的循环只有一个键，即桶的编号</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not of the form function@file:lines</source>
        <translation>“%1”不符合 函数@文件:行 的形式</translation>
    </message>
    <message>
        <source>lines are 12, 10-20, 3,5-7, * for all, or +2 from the function&apos;s first</source>
        <translation>行可写为 12、10-20、3,5-7、*（全部），或 +2（从函数首行起）</translation>
    </message>
    <message>
        <source>%1 has no debug information, so that its lines are not known</source>
        <translation>%1 没有调试信息，因此无法得知其源代码行</translation>
    </message>
    <message>
        <source>build it with -g or install its debug symbols</source>
        <translation>请用 -g 编译，或安装其调试符号</translation>
    </message>
    <message>
        <source>no source file of %1 matches &apos;%2&apos;</source>
        <translation>%1 没有与“%2”匹配的源文件</translation>
    </message>
    <message>
        <source>no statement begins at that line of &apos;%1&apos;</source>
        <translation>“%1”的该行没有语句开始</translation>
    </message>
    <message>
        <source>the nearest with code: %1; .nearest behind the probe point takes it</source>
        <translation>最近的有代码的行：%1；在探测点后加 .nearest 即可选用</translation>
    </message>
    <message>
        <source>%1 has no code at %2</source>
        <translation>%1 在 %2 处没有代码</translation>
    </message>
    <message>
        <source>the address counts as “objdump -d” shows it, not as in a running process</source>
        <translation>地址以 “objdump -d” 所示为准，而不是运行中进程的地址</translation>
    </message>
    <message>
        <source>there is no mark &apos;%1&apos; in %2</source>
        <translation>%2 中没有标记“%1”</translation>
    </message>
    <message>
        <source>it has no marks at all: they come from &lt;sys/sdt.h&gt; in its source</source>
        <translation>它没有任何标记：标记来自源代码中的 &lt;sys/sdt.h&gt;</translation>
    </message>
    <message>
        <source>mark(&quot;*&quot;) means all; -l lists them</source>
        <translation>mark(&quot;*&quot;) 表示全部；用 -l 可列出</translation>
    </message>
    <message>
        <source>%1 has no procedure linkage table with names</source>
        <translation>%1 没有带名称的过程链接表</translation>
    </message>
    <message>
        <source>it is linked statically or with -z now -fno-plt; probe the library&apos;s functions</source>
        <translation>它是静态链接的，或以 -z now -fno-plt 构建；请探测库中的函数</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not inlined anywhere in %2</source>
        <translation>“%1”在 %2 中没有被内联</translation>
    </message>
    <message>
        <source>probe its calls with .call</source>
        <translation>请用 .call 探测它的调用</translation>
    </message>
    <message>
        <source>the wildcard * names no single element</source>
        <translation>通配符 * 不表示单个元素</translation>
    </message>
    <message>
        <source>it can stand in delete, in &apos;in&apos;, and in the slice of a foreach</source>
        <translation>它可用于 delete、in 以及 foreach 的切片</translation>
    </message>
    <message>
        <source>The program of process %1 cannot be seen, even as root: the system protects it.</source>
        <translation>即使以 root 身份也无法看到进程 %1 的程序：系统对其进行了保护。</translation>
    </message>
    <message>
        <source>Name the program itself: process(&quot;/path/of/program&quot;)…</source>
        <translation>请直接写出程序：process(&quot;/程序/的/路径&quot;)…</translation>
    </message>
    <message>
        <source>“%1” is no script: it holds binary data</source>
        <translation>“%1”不是脚本：其中含有二进制数据</translation>
    </message>
    <message>
        <source>name the script; the program to trace comes behind -c</source>
        <translation>请给出脚本；要跟踪的程序写在 -c 之后</translation>
    </message>
    <message>
        <source>%1() acts on what is traced, which eBPF programs may not do</source>
        <translation>%1() 会改动被跟踪的对象，而 eBPF 程序不允许这样做</translation>
    </message>
    <message>
        <source>run this script with stap itself (stap -g)</source>
        <translation>请用 stap 本身运行此脚本 (stap -g)</translation>
    </message>
    <message>
        <source>Reading the debug information was stopped.</source>
        <translation>读取调试信息的过程已被中止。</translation>
    </message>
    <message>
        <source>Start it again when it is needed.</source>
        <translation>需要时请重新开始。</translation>
    </message>
    <message>
        <source>“%1” is not a kernel module of this machine, or it is damaged.</source>
        <translation>“%1”不是本机的内核模块，或者它已损坏。</translation>
    </message>
    <message>
        <source>Install the kernel&apos;s package again.</source>
        <translation>请重新安装内核软件包。</translation>
    </message>
    <message>
        <source>There is no debug information of the kernel %1 here.</source>
        <translation>这里没有内核 %1 的调试信息。</translation>
    </message>
    <message>
        <source>Install the package with the kernel&apos;s debug symbols.</source>
        <translation>请安装带有内核调试符号的软件包。</translation>
    </message>
    <message>
        <source>Install it with “%1”.</source>
        <translation>请用“%1”安装。</translation>
    </message>
    <message>
        <source>The statement would be run outside of the kernel, on what is recorded of each hit; but then this handler, which changes the same global variables, would have to run there too, and it reads what cannot be recorded.</source>
        <translation>该语句将在内核之外根据每次命中的记录来运行；但这样一来，修改同一些全局变量的此处理程序也必须在那里运行，而它读取了无法记录的内容。</translation>
    </message>
    <message>
        <source>@entry() is for return probes; this probe fires elsewhere</source>
        <translation>@entry() 用于返回探测点；此探测点在别处触发</translation>
    </message>
    <message>
        <source>use the value itself here, or add .return to the probe point</source>
        <translation>请在此直接使用该值，或在探测点后加 .return</translation>
    </message>
    <message>
        <source>use a global that is filled with &lt;&lt;&lt; alone</source>
        <translation>请使用只用 &lt;&lt;&lt; 填充的全局变量</translation>
    </message>
    <message>
        <source>nothing in the script says whether &apos;%1&apos; holds numbers, strings or statistics</source>
        <translation>脚本中没有任何内容表明“%1”存放的是数字、字符串还是统计量</translation>
    </message>
    <message>
        <source>assign a number or a string to it, or add to it with &lt;&lt;&lt;</source>
        <translation>请给它赋一个数字或字符串，或用 &lt;&lt;&lt; 向其中添加</translation>
    </message>
    <message>
        <source>the running kernel does not describe its tracepoints</source>
        <translation>正在运行的内核没有描述它的跟踪点</translation>
    </message>
    <message>
        <source>run a kernel built with CONFIG_DEBUG_INFO_BTF</source>
        <translation>请运行以 CONFIG_DEBUG_INFO_BTF 构建的内核</translation>
    </message>
    <message>
        <source>the running kernel has no tracepoint &apos;%1&apos;</source>
        <translation>正在运行的内核没有跟踪点“%1”</translation>
    </message>
    <message>
        <source>the next function &apos;%1&apos; has a string where this one has a number</source>
        <translation>下一个函数“%1”在此处是字符串，而这一个是数字</translation>
    </message>
    <message>
        <source>the next function &apos;%1&apos; has a number where this one has a string</source>
        <translation>下一个函数“%1”在此处是数字，而这一个是字符串</translation>
    </message>
    <message>
        <source>functions that are tried one after the other have the same types</source>
        <translation>依次尝试的函数必须具有相同的类型</translation>
    </message>
    <message>
        <source>the next function is here</source>
        <translation>下一个函数在这里</translation>
    </message>
    <message>
        <source>leave it out, or take a small one such as 4</source>
        <translation>请省略它，或取一个小的值，例如 4</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is of type %2, whose value cannot be read as a number</source>
        <translation>“%1”的类型是 %2，其值不能当作数字读取</translation>
    </message>
    <message>
        <source>integers, pointers, enumerations and members of structures can be</source>
        <translation>整数、指针、枚举和结构成员可以</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is of type %2, which has no members</source>
        <translation>“%1”的类型是 %2，它没有成员</translation>
    </message>
    <message>
        <source>[0] reads what a pointer points to; @cast gives it another type</source>
        <translation>[0] 读取指针所指的内容；@cast 给它另一个类型</translation>
    </message>
    <message>
        <source>members can be read of structures, unions, classes and pointers to them</source>
        <translation>可以读取结构、联合、类以及指向它们的指针的成员</translation>
    </message>
    <message>
        <source>%1 has no member &apos;%2&apos;</source>
        <translation>%1 没有成员“%2”</translation>
    </message>
    <message>
        <source>the debug information only declares it, without its members</source>
        <translation>调试信息只声明了它，没有它的成员</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is of type %2, which has no elements</source>
        <translation>“%1”的类型是 %2，它没有元素</translation>
    </message>
    <message>
        <source>arrays and pointers have; @cast gives a value another type</source>
        <translation>数组和指针才有；@cast 可给值另一个类型</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a bit field, which has no address</source>
        <translation>“%1”是位域，没有地址</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is in a register here, so it has no address</source>
        <translation>“%1”在此处位于寄存器中，因此没有地址</translation>
    </message>
    <message>
        <source>leave out the &amp; to read its value</source>
        <translation>去掉 &amp; 即可读取它的值</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a whole %2, which has no single value</source>
        <translation>“%1”是整个 %2，没有单一的值</translation>
    </message>
    <message>
        <source>name a member of it, print it with $ behind it, or take its address with &amp;</source>
        <translation>请写出它的成员，或在其后加 $ 来打印，或用 &amp; 取其地址</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is computed anew for each part of it, which an index like this cannot be</source>
        <translation>“%1”的每个部分都要重新计算，这样的索引做不到</translation>
    </message>
    <message>
        <source>put the index into a variable first</source>
        <translation>请先把索引放入变量</translation>
    </message>
    <message>
        <source>the running kernel does not describe its types</source>
        <translation>正在运行的内核没有描述它的类型</translation>
    </message>
    <message>
        <source>types of a header file (&apos;%1&apos;) cannot be looked up</source>
        <translation>无法查找头文件（“%1”）中的类型</translation>
    </message>
    <message>
        <source>name a program built with -g that uses the type, or &quot;kernel&quot;</source>
        <translation>请写出一个用 -g 构建且使用该类型的程序，或 &quot;kernel&quot;</translation>
    </message>
    <message>
        <source>there is no type &apos;%1&apos;</source>
        <translation>没有类型“%1”</translation>
    </message>
    <message>
        <source>name the program or library that has it: @cast(…, &quot;type&quot;, &quot;path&quot;)</source>
        <translation>请写出含有它的程序或库：@cast(…, &quot;type&quot;, &quot;path&quot;)</translation>
    </message>
    <message>
        <source>@cast() takes a value, a type in quotes, and perhaps a module in quotes</source>
        <translation>@cast() 需要一个值、一个带引号的类型，以及可选的带引号的模块</translation>
    </message>
    <message>
        <source>for example: @cast(task, &quot;task_struct&quot;, &quot;kernel&quot;)-&gt;pid</source>
        <translation>例如：@cast(task, &quot;task_struct&quot;, &quot;kernel&quot;)-&gt;pid</translation>
    </message>
    <message>
        <source>@var() takes the name of a variable in quotes, and perhaps a module in quotes</source>
        <translation>@var() 需要带引号的变量名，以及可选的带引号的模块</translation>
    </message>
    <message>
        <source>for example: @var(&quot;counter@file.c&quot;)</source>
        <translation>例如：@var(&quot;counter@file.c&quot;)</translation>
    </message>
    <message>
        <source>the kernel&apos;s types do not tell where its variable &apos;%1&apos; is</source>
        <translation>内核的类型信息没有说明其变量“%1”在哪里</translation>
    </message>
    <message>
        <source>%1 has no global or static variable &apos;%2&apos;</source>
        <translation>%1 没有全局或静态变量“%2”</translation>
    </message>
    <message>
        <source>%1 has no global or static variable &apos;%2&apos; in &apos;%3&apos;</source>
        <translation>%1 在“%3”中没有全局或静态变量“%2”</translation>
    </message>
    <message>
        <source>its debug information has to name it; the file can hold wildcards</source>
        <translation>其调试信息中必须有它的名字；文件名可用通配符</translation>
    </message>
    <message>
        <source>&apos;%1&apos; lies in %2, which is loaded at another address in each process</source>
        <translation>“%1”位于 %2 中，而它在每个进程中加载的地址都不同</translation>
    </message>
    <message>
        <source>read it in a probe of that file and keep it in a global variable</source>
        <translation>请在该文件的探测点中读取它，并保存到全局变量</translation>
    </message>
    <message>
        <source>line %1 is the nearest where it can be read: probe .statement(&quot;%2@%3:%1&quot;)</source>
        <translation>最近的可以读取它的行是第 %1 行：请探测 .statement(&quot;%2@%3:%1&quot;)</translation>
    </message>
    <message>
        <source>nothing tells what this number points to, so -&gt; cannot follow it</source>
        <translation>无从得知这个数字指向什么，因此不能接 -&gt;</translation>
    </message>
    <message>
        <source>say the type: @cast(…, &quot;struct name&quot;)-&gt;member</source>
        <translation>请说明类型：@cast(…, &quot;struct name&quot;)-&gt;member</translation>
    </message>
    <message>
        <source>there is no &apos;%1&apos; at this probe point</source>
        <translation>此探测点没有“%1”</translation>
    </message>
    <message>
        <source>$$parms, $$vars, $$locals and $$return list variables</source>
        <translation>$$parms、$$vars、$$locals 和 $$return 列出变量</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a text; nothing but $ can follow it</source>
        <translation>“%1”是文本；其后只能接 $</translation>
    </message>
    <message>
        <source>name the variable that you want: $name-&gt;member</source>
        <translation>请写出所需的变量：$name-&gt;member</translation>
    </message>
    <message>
        <source>it is passed in several registers</source>
        <translation>它通过多个寄存器传递</translation>
    </message>
    <message>
        <source>-G %1=%2: the script uses no global variable of this name that holds one value</source>
        <translation>-G %1=%2：脚本没有使用这个名字的单值全局变量</translation>
    </message>
    <message>
        <source>-G %1=%2: %1 holds a number, and this is none</source>
        <translation>-G %1=%2：%1 存放数字，而这不是数字</translation>
    </message>
    <message>
        <source>leave out the brackets for the usual size</source>
        <translation>省略方括号即使用通常的大小</translation>
    </message>
    <message>
        <source>a function without a priority is tried before all that have one</source>
        <translation>没有优先级的函数在所有有优先级的函数之前尝试</translation>
    </message>
    <message>
        <source>give each parameter a name of its own</source>
        <translation>请给每个参数各起一个名字</translation>
    </message>
    <message>
        <source>to change the value in an expression, write + 1 or - 1</source>
        <translation>要在表达式中改变值，请写 + 1 或 - 1</translation>
    </message>
    <message>
        <source>values are numbers, &quot;strings&quot;, variables, $variables and calls; remove what is too much</source>
        <translation>值可以是数字、&quot;字符串&quot;、变量、$变量和调用；请删除多余的内容</translation>
    </message>
    <message>
        <source>write: %1(&quot;%d %s\n&quot;, number, text)</source>
        <translation>写法：%1(&quot;%d %s\n&quot;, number, text)</translation>
    </message>
    <message>
        <source>put the &apos;$&apos; at the end, behind the last member</source>
        <translation>请把“$”放在末尾，最后一个成员之后</translation>
    </message>
    <message>
        <source>there is no file of a kernel module &apos;%1&apos;</source>
        <translation>没有内核模块“%1”的文件</translation>
    </message>
    <message>
        <source>check its name, and that the kernel&apos;s debug symbols are installed</source>
        <translation>请检查其名字，并确认已安装内核的调试符号</translation>
    </message>
    <message>
        <source>nothing in %1 matches &apos;%2&apos;</source>
        <translation>%1 中没有与“%2”匹配的内容</translation>
    </message>
    <message>
        <source>a tracepoint is written system:name, and may hold wildcards</source>
        <translation>跟踪点写作 system:name，可含通配符</translation>
    </message>
    <message>
        <source>a variable of this probe point needs %1(), which is not yet able to run</source>
        <translation>此探测点的一个变量需要 %1()，而它尚不能运行</translation>
    </message>
    <message>
        <source>use other variables of it, or run this script with stap itself</source>
        <translation>请使用它的其他变量，或用 stap 本身运行此脚本</translation>
    </message>
    <message>
        <source>the aliases behind &apos;%1&apos; stand for more than %2 probe points</source>
        <translation>“%1”背后的别名代表超过 %2 个探测点</translation>
    </message>
    <message>
        <source>look for aliases that stand for the same point several times</source>
        <translation>请查找多次代表同一探测点的别名</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot repeat &apos;%2&apos;, which stands for a place</source>
        <translation>“%1”不能重复“%2”，因为它表示位置</translation>
    </message>
    <message>
        <source>put a backslash before a sign that stands for itself: \\%1</source>
        <translation>表示符号本身时请在前面加反斜杠：\\%1</translation>
    </message>
    <message>
        <source>a number is missing in the count of a repetition</source>
        <translation>重复次数中缺少数字</translation>
    </message>
    <message>
        <source>a repetition of more than %1 times</source>
        <translation>重复超过 %1 次</translation>
    </message>
    <message>
        <source>write {3}, {3,} or {3,5}; a brace that stands for itself is \\{</source>
        <translation>请写 {3}、{3,} 或 {3,5}；表示花括号本身请写 \\{</translation>
    </message>
    <message>
        <source>the count of a repetition has no end</source>
        <translation>重复次数没有结尾</translation>
    </message>
    <message>
        <source>the second count of a repetition is smaller than the first</source>
        <translation>重复的第二个次数小于第一个</translation>
    </message>
    <message>
        <source>write the smaller one first</source>
        <translation>请先写较小的</translation>
    </message>
    <message>
        <source>nothing stands before &apos;%1&apos; that it could repeat</source>
        <translation>“%1”前面没有可重复的内容</translation>
    </message>
    <message>
        <source>nothing stands behind the backslash</source>
        <translation>反斜杠后面没有内容</translation>
    </message>
    <message>
        <source>a backslash that stands for itself is \\\\ in a script&apos;s string</source>
        <translation>在脚本的字符串中，反斜杠本身写作 \\\\</translation>
    </message>
    <message>
        <source>&apos;(?&apos; begins a kind of group that these expressions do not have</source>
        <translation>“(?”开始了此类表达式没有的一种分组</translation>
    </message>
    <message>
        <source>there are ( ) and (?: ); a question mark that stands for itself is \\?</source>
        <translation>可用 ( ) 和 (?: )；表示问号本身请写 \\?</translation>
    </message>
    <message>
        <source>the groups are nested too deeply</source>
        <translation>分组嵌套过深</translation>
    </message>
    <message>
        <source>use fewer than %1 levels</source>
        <translation>请少于 %1 层</translation>
    </message>
    <message>
        <source>this &apos;(&apos; is not closed</source>
        <translation>这个“(”没有闭合</translation>
    </message>
    <message>
        <source>add a &apos;)&apos;; a parenthesis that stands for itself is \\(</source>
        <translation>请添加“)”；表示圆括号本身请写 \\(</translation>
    </message>
    <message>
        <source>there is no class of characters &apos;%1&apos;</source>
        <translation>没有字符类“%1”</translation>
    </message>
    <message>
        <source>the classes are alpha, alnum, digit, xdigit, lower, upper, space, blank, punct, print, graph and cntrl</source>
        <translation>字符类有 alpha、alnum、digit、xdigit、lower、upper、space、blank、punct、print、graph 和 cntrl</translation>
    </message>
    <message>
        <source>this &apos;[&apos; is not closed</source>
        <translation>这个“[”没有闭合</translation>
    </message>
    <message>
        <source>add a &apos;]&apos;; a bracket that stands for itself is \\[</source>
        <translation>请添加“]”；表示方括号本身请写 \\[</translation>
    </message>
    <message>
        <source>the range %1-%2 goes backwards</source>
        <translation>范围 %1-%2 是反向的</translation>
    </message>
    <message>
        <source>the counts of this regular expression make it too large</source>
        <translation>此正则表达式的重复次数使它过大</translation>
    </message>
    <message>
        <source>use smaller counts, or * and +</source>
        <translation>请使用较小的次数，或 * 和 +</translation>
    </message>
    <message>
        <source>names are made of letters, digits and _, and do not begin with a digit</source>
        <translation>名字由字母、数字和 _ 组成，且不以数字开头</translation>
    </message>
    <message>
        <source>%1() reads the kernel&apos;s type &apos;%2&apos;, which this kernel does not have</source>
        <translation>%1() 读取内核类型“%2”，而这个内核没有它</translation>
    </message>
    <message>
        <source>load the module that defines it, or leave this call out</source>
        <translation>请加载定义它的模块，或去掉这个调用</translation>
    </message>
    <message>
        <source>a variable of this probe point reads the kernel&apos;s type &apos;%1&apos;, which this kernel does not have</source>
        <translation>这个探测点的一个变量要读取内核类型“%1”，而这个内核没有它</translation>
    </message>
    <message>
        <source>load the module that defines it, or use other variables</source>
        <translation>请加载定义它的模块，或改用其他变量</translation>
    </message>
    <message>
        <source>%1 is not loaded with a library &apos;%2&apos;</source>
        <translation>加载 %1 时没有加载库“%2”</translation>
    </message>
    <message>
        <source>“ldd” shows the libraries; one that the program opens by itself is probed as process(&quot;/path/of/library&quot;)</source>
        <translation>“ldd”会列出各个库；程序自己打开的库请写成 process(&quot;/path/of/library&quot;) 来探测</translation>
    </message>
    <message>
        <source>%1 has no function at 0x%2</source>
        <translation>%1 在 0x%2 处没有函数</translation>
    </message>
    <message>
        <source>no function &apos;%1&apos; in %2 has what &apos;%3&apos; asks for</source>
        <translation>%2 中没有函数“%1”具有“%3”所要的内容</translation>
    </message>
    <message>
        <source>labels and callees are known of programs with debug information only; a call through a pointer has no name</source>
        <translation>只有带调试信息的程序才知道标号和被调用者；通过指针的调用没有名字</translation>
    </message>
    <message>
        <source>it has no debug information, so only the functions that it exports are known: install its debug symbols, let them be fetched (DEBUGINFOD_URLS), or build it with -g</source>
        <translation>它没有调试信息，因此只知道它导出的函数：请安装它的调试符号，或让它们被自动获取 (DEBUGINFOD_URLS)，或用 -g 编译它</translation>
    </message>
    <message>
        <source>this can fire 1 to %1 times a second, not %2</source>
        <translation>它每秒可触发 1 到 %1 次，不能是 %2 次</translation>
    </message>
    <message>
        <source>the number of events between two hits must be 1 or more</source>
        <translation>两次命中之间的事件数必须是 1 或更大</translation>
    </message>
    <message>
        <source>%1 is linked with no library &apos;%2&apos;</source>
        <translation>%1 没有链接库“%2”</translation>
    </message>
    <message>
        <source>one that it loads by itself is given by its path</source>
        <translation>它自己加载的库请用路径给出</translation>
    </message>
    <message>
        <source>“%1” cannot be taken off alone: it shares one probe with others of the script</source>
        <translation>“%1”不能单独移除：它与脚本中的其他探测点共用一个探测</translation>
    </message>
    <message>
        <source>Stop the script, and leave this probe out.</source>
        <translation>请停止脚本，并去掉这个探测点。</translation>
    </message>
    <message>
        <source>this kernel was built without probes in functions (CONFIG_KPROBES)</source>
        <translation>这个内核编译时没有函数内探测 (CONFIG_KPROBES)</translation>
    </message>
    <message>
        <source>Use a tracepoint (kernel.trace) or a system call (syscall) for it, or another kernel.</source>
        <translation>请改用跟踪点 (kernel.trace) 或系统调用 (syscall)，或换一个内核。</translation>
    </message>
    <message>
        <source>This machine cannot count what &apos;%1&apos; is about (%2).</source>
        <translation>这台机器无法对“%1”计数（%2）。</translation>
    </message>
    <message>
        <source>Virtual machines often lack the processor&apos;s counters; timer.profile and perf.sw.cpu_clock are there on every machine.</source>
        <translation>虚拟机常常没有处理器的计数器；timer.profile 和 perf.sw.cpu_clock 在每台机器上都有。</translation>
    </message>
    <message>
        <source>This kernel does not tell which program a process runs (it has no BTF).</source>
        <translation>这个内核不说明进程运行的是哪个程序（它没有 BTF）。</translation>
    </message>
    <message>
        <source>Use a kernel with CONFIG_DEBUG_INFO_BTF, or probe a process by its number.</source>
        <translation>请使用带 CONFIG_DEBUG_INFO_BTF 的内核，或按进程号探测。</translation>
    </message>
    <message>
        <source>the probe point &apos;%1&apos; has another name by now</source>
        <translation>探测点“%1”现在已改用别的名称</translation>
    </message>
    <message>
        <source>@probewrite() takes the name of one variable of the script</source>
        <translation>@probewrite() 需要脚本中一个变量的名称</translation>
    </message>
    <message>
        <source>for example: if (@probewrite(value)) …</source>
        <translation>例如：if (@probewrite(value)) …</translation>
    </message>
    <message>
        <source>the size is a number of 1 or more: name[1000]</source>
        <translation>大小是 1 或更大的数：name[1000]</translation>
    </message>
    <message>
        <source>several names of one alias are joined by &apos;=&apos;, not by &apos;,&apos;</source>
        <translation>一个别名的多个名称用“=”连接，而不是“,”</translation>
    </message>
    <message>
        <source>write probe %1 = %2 = POINT { statements }</source>
        <translation>请写成 probe %1 = %2 = POINT { 语句 }</translation>
    </message>
    <message>
        <source>%1() is in %2 and has code at the lines %3</source>
        <translation>%1() 在 %2 中，有代码的行是 %3</translation>
    </message>
    <message>
        <source>an address that nothing is known of can only be probed in guru mode</source>
        <translation>一无所知的地址只能在专家（guru）模式下探测</translation>
    </message>
    <message>
        <source>run it with -g (guru mode), if you know that an instruction begins there</source>
        <translation>如果您确知那里是一条指令的开头，请加 -g（专家模式）运行</translation>
    </message>
    <message>
        <source>no function of the running kernel has code at %1</source>
        <translation>正在运行的内核中没有函数的代码位于 %1</translation>
    </message>
    <message>
        <source>/proc/kallsyms shows the addresses, to root only</source>
        <translation>地址可在 /proc/kallsyms 中查看，但只对 root 显示</translation>
    </message>
    <message>
        <source>there is no label &apos;%1&apos; with code in &apos;%2&apos;</source>
        <translation>“%2”中没有带代码的标签“%1”</translation>
    </message>
    <message>
        <source>the debug information of the function names no labels</source>
        <translation>该函数的调试信息中没有任何标签</translation>
    </message>
    <message>
        <source>label(&quot;*&quot;) means all of them</source>
        <translation>label(&quot;*&quot;) 表示所有标签</translation>
    </message>
    <message>
        <source>it is left out, as what is optional can be</source>
        <translation>它被略去，可选的探测点可以这样</translation>
    </message>
    <message>
        <source>where the static variables of kernel modules are loaded is not known here</source>
        <translation>这里不知道内核模块的静态变量加载在何处</translation>
    </message>
    <message>
        <source>reach the value from a parameter of the function instead</source>
        <translation>请改为从函数的参数出发访问该值</translation>
    </message>
    <message>
        <source>read it in a probe of the kernel&apos;s lines or of a function with its file, as in kernel.function(&quot;vfs_read@fs/read_write.c&quot;), which need the kernel&apos;s debug symbols</source>
        <translation>请在内核代码行的探测点，或带文件名的函数探测点中读取，例如 kernel.function(&quot;vfs_read@fs/read_write.c&quot;)；它们需要内核的调试符号</translation>
    </message>
    <message>
        <source>the names of a point are joined by single dots</source>
        <translation>探测点的各个名称之间用单个点连接</translation>
    </message>
    <message>
        <source>the parentheses of the macro %1 name no parameter, which stap refuses</source>
        <translation>宏 %1 的括号里没有参数，stap 不接受这种写法</translation>
    </message>
    <message>
        <source>leave them out here and where it is used</source>
        <translation>请在此处和使用它的地方都去掉括号</translation>
    </message>
    <message>
        <source>&apos;%1&apos; calls no function &apos;%2&apos; that the debug information knows</source>
        <translation>据调试信息，“%1”没有调用函数“%2”</translation>
    </message>
    <message>
        <source>calls through pointers are not known; probe the function itself</source>
        <translation>通过指针的调用无从得知；请直接探测该函数</translation>
    </message>
    <message>
        <source>The loops of this handler lie too deep in each other to run in the kernel.</source>
        <translation>这个处理程序的循环嵌套太深，无法在内核中运行。</translation>
    </message>
    <message>
        <source>Move an inner loop to a timer handler, which has no such limit.</source>
        <translation>请把内层循环移到定时器的处理程序中，那里没有这个限制。</translation>
    </message>
    <message>
        <source>no kernel module with debug information that is loaded matches &apos;%1&apos;</source>
        <translation>没有已加载且带调试信息的内核模块匹配“%1”</translation>
    </message>
    <message>
        <source>“lsmod” shows what is loaded; check that the kernel&apos;s debug symbols are installed</source>
        <translation>“lsmod”可显示已加载的模块；请检查是否安装了内核的调试符号</translation>
    </message>
    <message>
        <source>the kernel refuses probes in &apos;%1&apos;: it is on the blacklist of its authors</source>
        <translation>内核拒绝在“%1”中设置探测点：它在内核作者的黑名单上</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be probed in this kernel: it was built without a hook for tracing</source>
        <translation>“%1”在这个内核中无法探测：它在编译时没有留下跟踪用的挂钩</translation>
    </message>
    <message>
        <source>probe a function that calls it or that it calls; &apos;?&apos; behind the probe point leaves out what cannot be probed</source>
        <translation>请探测调用它或被它调用的函数；在探测点后面加“?”可略去无法探测的函数</translation>
    </message>
    <message>
        <source>its kernel module is not loaded, or its addresses are shown to root only (/sys/module/…/sections)</source>
        <translation>它所在的内核模块没有加载，或其地址只对 root 显示（/sys/module/…/sections）</translation>
    </message>
    <message>
        <source>each processor has its own, without a fixed address</source>
        <translation>每个处理器各有一份，没有固定的地址</translation>
    </message>
    <message>
        <source>there is another counter called &apos;%1&apos;</source>
        <translation>已有另一个名为 &apos;%1&apos; 的计数器</translation>
    </message>
    <message>
        <source>give each a name of its own</source>
        <translation>请给每个计数器取各自的名称</translation>
    </message>
    <message>
        <source>the counter &apos;%1&apos; is never read</source>
        <translation>计数器 &apos;%1&apos; 从未被读取</translation>
    </message>
    <message>
        <source>read it where a program is probed: @perf(&quot;%1&quot;)</source>
        <translation>请在探测程序的地方读取它：@perf(&quot;%1&quot;)</translation>
    </message>
    <message>
        <source>no probe point names a counter &apos;%1&apos;</source>
        <translation>没有探测点命名计数器 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>name it with a probe: probe perf.hw.cpu_cycles.process(&quot;…&quot;).counter(&quot;%1&quot;) {}</source>
        <translation>请用一个探测命名它：probe perf.hw.cpu_cycles.process(&quot;…&quot;).counter(&quot;%1&quot;) {}</translation>
    </message>
    <message>
        <source>this never runs: the probe point only names a counter</source>
        <translation>这里永远不会运行：该探测点只是命名一个计数器</translation>
    </message>
    <message>
        <source>leave the handler empty, and read the counter where a program is probed: @perf(&quot;%1&quot;)</source>
        <translation>请让处理程序为空，并在探测程序的地方读取该计数器：@perf(&quot;%1&quot;)</translation>
    </message>
    <message>
        <source>%1() changes what is traced, which only guru mode lets a script do</source>
        <translation>%1() 会修改所观察的对象，只有 guru 模式允许脚本这样做</translation>
    </message>
    <message>
        <source>run it with -g (guru mode), if that is what you want</source>
        <translation>如果确实要这样做，请以 -g（guru 模式）运行</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be the name of a file of the script</source>
        <translation>&apos;%1&apos; 不能作为脚本文件的名称</translation>
    </message>
    <message>
        <source>the file is made in a directory of the run: name it without a / before it and without a dot at the beginning of a part</source>
        <translation>该文件建在本次运行的目录中：名称前面不要有 /，各部分也不要以点开头</translation>
    </message>
    <message>
        <source>the permissions to take away are from 0 to 0777</source>
        <translation>要去除的权限应在 0 到 0777 之间</translation>
    </message>
    <message>
        <source>write them with a 0 before them, as umask(0022)</source>
        <translation>请在前面加 0，例如 umask(0022)</translation>
    </message>
    <message>
        <source>a reader can get 1 to %1 bytes, not %2</source>
        <translation>读者可得到 1 到 %1 个字节，而不是 %2</translation>
    </message>
    <message>
        <source>&apos;$value&apos; is a text, which has no members and no address</source>
        <translation>&apos;$value&apos; 是字符串，没有成员，也没有地址</translation>
    </message>
    <message>
        <source>substr() and tokenize() take parts out of it</source>
        <translation>可用 substr() 和 tokenize() 取出其中的部分</translation>
    </message>
    <message>
        <source>&apos;$value&apos; is what was written, which cannot be changed</source>
        <translation>&apos;$value&apos; 是写入的内容，不能修改</translation>
    </message>
    <message>
        <source>keep a copy of it in a variable of the script</source>
        <translation>请把它的副本保存在脚本的变量中</translation>
    </message>
    <message>
        <source>&apos;$value&apos; is a text: it is set by = and made longer by .=</source>
        <translation>&apos;$value&apos; 是字符串：用 = 设置，用 .= 加长</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a number of the traced program</source>
        <translation>&apos;%1&apos; 是被跟踪程序的一个数</translation>
    </message>
    <message>
        <source>assign a number to it</source>
        <translation>请给它赋一个数</translation>
    </message>
    <message>
        <source>&apos;%1&apos; belongs to the kernel, whose memory eBPF programs cannot change</source>
        <translation>&apos;%1&apos; 属于内核，eBPF 程序不能修改内核的内存</translation>
    </message>
    <message>
        <source>run this script with stap -g, which makes a kernel module of it</source>
        <translation>请用 stap -g 运行此脚本，它会把脚本做成内核模块</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is what it was at the function&apos;s entry, which is over</source>
        <translation>&apos;%1&apos; 是函数入口时的值，那一刻已经过去</translation>
    </message>
    <message>
        <source>change it in a .call probe</source>
        <translation>请在 .call 探测中修改它</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is in a register here, which eBPF programs cannot change</source>
        <translation>&apos;%1&apos; 在此处位于寄存器中，eBPF 程序不能修改寄存器</translation>
    </message>
    <message>
        <source>probe a line where it is in memory (a program built with -O0 keeps it there), or run this script with stap -g</source>
        <translation>请探测它位于内存中的行（以 -O0 构建的程序会把它放在内存里），或用 stap -g 运行此脚本</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is of type %2, which cannot be written as one number</source>
        <translation>&apos;%1&apos; 的类型是 %2，不能作为一个数写入</translation>
    </message>
    <message>
        <source>integers, pointers and enumerations can; name a member of it</source>
        <translation>整数、指针和枚举可以；请指明它的一个成员</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is named in a way that changes something by itself</source>
        <translation>&apos;%1&apos; 的写法本身就会改变某些内容</translation>
    </message>
    <message>
        <source>keep the index in a variable of the script first</source>
        <translation>请先把下标保存在脚本的变量中</translation>
    </message>
    <message>
        <source>this probe point has one variable, &apos;$value&apos;, and no &apos;%1&apos;</source>
        <translation>此探测点只有一个变量 &apos;$value&apos;，没有 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>@perf() takes the name of a counter in quotes, as in @perf(&quot;cycles&quot;)</source>
        <translation>@perf() 需要带引号的计数器名称，例如 @perf(&quot;cycles&quot;)</translation>
    </message>
    <message>
        <source>@perf() can only be read where a program or the kernel is probed</source>
        <translation>@perf() 只能在探测程序或内核的地方读取</translation>
    </message>
    <message>
        <source>keep what it was in a global variable</source>
        <translation>请把当时的值保存在全局变量中</translation>
    </message>
    <message>
        <source>&apos;%1&apos; belongs to the traced program, which only guru mode lets a script change</source>
        <translation>&apos;%1&apos; 属于被跟踪的程序，只有 guru 模式允许脚本修改它</translation>
    </message>
    <message>
        <source>assign to a variable of the script, or run it with -g (guru mode)</source>
        <translation>请赋值给脚本的变量，或以 -g（guru 模式）运行</translation>
    </message>
    <message>
        <source>the kernel does not tell where its variables are</source>
        <translation>内核不透露其变量所在的位置</translation>
    </message>
    <message>
        <source>run this as an administrator (kernel.kptr_restrict hides addresses from others)</source>
        <translation>请以管理员身份运行（kernel.kptr_restrict 对其他用户隐藏地址）</translation>
    </message>
    <message>
        <source>the running kernel has no variable &apos;%1&apos;</source>
        <translation>正在运行的内核没有变量 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>/proc/kallsyms lists what it has; an address can be given too</source>
        <translation>/proc/kallsyms 列出现有的变量；也可以给出地址</translation>
    </message>
    <message>
        <source>%1 has no variable &apos;%2&apos; outside of its functions</source>
        <translation>%1 在函数之外没有变量 &apos;%2&apos;</translation>
    </message>
    <message>
        <source>name it as its source does, with @file.c behind it where several have it</source>
        <translation>请按源代码中的名称书写；若多个文件都有它，请在后面加上 @file.c</translation>
    </message>
    <message>
        <source>it has no debug information: build it with -g, or give the address</source>
        <translation>它没有调试信息：请以 -g 构建，或给出地址</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is at no fixed place in the process&apos;s memory</source>
        <translation>&apos;%1&apos; 在进程内存中没有固定的位置</translation>
    </message>
    <message>
        <source>give the address</source>
        <translation>请给出地址</translation>
    </message>
    <message>
        <source>the processor watches 1 to %1 bytes, not %2</source>
        <translation>处理器可监视 1 到 %1 个字节，而不是 %2</translation>
    </message>
    <message>
        <source>several probes can watch one after the other; there are four of them</source>
        <translation>可用多个探测依次监视；一共有四个</translation>
    </message>
    <message>
        <source>%1 bytes at %2 cannot be watched: they do not begin at a multiple of %1</source>
        <translation>无法监视 %2 处的 %1 个字节：其起始地址不是 %1 的倍数</translation>
    </message>
    <message>
        <source>give a smaller .length, or the address of their beginning</source>
        <translation>请给出更小的 .length，或其起始地址</translation>
    </message>
    <message>
        <source>%1 is not an address of the kernel</source>
        <translation>%1 不是内核的地址</translation>
    </message>
    <message>
        <source>%1 is not an address of a program</source>
        <translation>%1 不是程序的地址</translation>
    </message>
    <message>
        <source>a process&apos;s memory is watched with process(PID).data(ADDRESS)</source>
        <translation>进程的内存用 process(PID).data(ADDRESS) 监视</translation>
    </message>
    <message>
        <source>the kernel&apos;s memory is watched with kernel.data(ADDRESS)</source>
        <translation>内核的内存用 kernel.data(ADDRESS) 监视</translation>
    </message>
    <message>
        <source>events of this type cannot be counted for @perf()</source>
        <translation>这种类型的事件不能为 @perf() 计数</translation>
    </message>
    <message>
        <source>the processor&apos;s (0, 3, 4) and the kernel&apos;s own (1) can</source>
        <translation>处理器的事件（0、3、4）和内核自身的事件（1）可以</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be watched: %2</source>
        <translation>无法监视 &apos;%1&apos;：%2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be watched: all four debug registers of the processor are taken</source>
        <translation>无法监视 &apos;%1&apos;：处理器的四个调试寄存器都已被占用</translation>
    </message>
    <message>
        <source>Watch fewer places at once; debuggers and other tracers use the registers too.</source>
        <translation>请同时监视更少的位置；调试器和其他跟踪工具也使用这些寄存器。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be watched: the process has ended</source>
        <translation>无法监视 &apos;%1&apos;：进程已结束</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be watched: this machine has no debug registers</source>
        <translation>无法监视 &apos;%1&apos;：这台机器没有调试寄存器</translation>
    </message>
    <message>
        <source>Some virtual machines keep them from their guests. Probe the functions that change the memory.</source>
        <translation>有些虚拟机不向客户机提供它们。请探测修改这块内存的函数。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be watched: the kernel allows no such access to be watched there</source>
        <translation>无法监视 &apos;%1&apos;：内核不允许在该处监视这种访问</translation>
    </message>
    <message>
        <source>Watch another address; the kernel&apos;s entry code and per-CPU areas are left out.</source>
        <translation>请监视别的地址；内核的入口代码和每 CPU 区域除外。</translation>
    </message>
    <message>
        <source>this kernel does not let eBPF programs change the memory of a program</source>
        <translation>此内核不允许 eBPF 程序修改程序的内存</translation>
    </message>
    <message>
        <source>It is locked down (/sys/kernel/security/lockdown), or the helper was not started by an administrator.</source>
        <translation>内核处于锁定状态 (/sys/kernel/security/lockdown)，或者 helper 不是由管理员启动的。</translation>
    </message>
    <message>
        <source>The directory “%1” for the script&apos;s files cannot be made: %2.</source>
        <translation>无法创建存放脚本文件的目录“%1”：%2。</translation>
    </message>
    <message>
        <source>Make room in it, or set XDG_RUNTIME_DIR to a directory of yours.</source>
        <translation>请在其中腾出空间，或把 XDG_RUNTIME_DIR 设为您自己的目录。</translation>
    </message>
    <message>
        <source>The script&apos;s file “%1” cannot be made: %2.</source>
        <translation>无法创建脚本的文件“%1”：%2。</translation>
    </message>
    <message>
        <source>Give the probe&apos;s file another name.</source>
        <translation>请给该探测的文件换一个名称。</translation>
    </message>
    <message>
        <source>the probe &apos;%1&apos; does nothing that could be noticed, so it is left out</source>
        <translation>探测 &apos;%1&apos; 不做任何可以察觉的事，因此略去</translation>
    </message>
    <message>
        <source>print something in it or set a global; -t keeps it and counts its hits</source>
        <translation>请在其中打印内容或设置全局变量；-t 会保留它并统计命中次数</translation>
    </message>
    <message>
        <source>no probe of the script does anything, so there is nothing to run</source>
        <translation>脚本的探测都不做任何事，因此没有可运行的内容</translation>
    </message>
    <message>
        <source>print something in one of them, or run it with -t to count their hits</source>
        <translation>请在其中一个里打印内容，或以 -t 运行以统计命中次数</translation>
    </message>
    <message>
        <source>%1() returns nothing, so its value is always 0 or empty</source>
        <translation>%1() 没有返回值，因此其值总是 0 或空</translation>
    </message>
    <message>
        <source>nothing depends on this code, so it is left out of the program</source>
        <translation>没有任何内容依赖这段代码，因此把它从程序中略去</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be read here; 0 stands in its place</source>
        <translation>&apos;%1&apos; 在此处无法读取，用 0 代替</translation>
    </message>
    <message>
        <source>run without --skip-badvars to be told why</source>
        <translation>不带 --skip-badvars 运行可得知原因</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a variable here, which is never set; the function is called with ()</source>
        <translation>&apos;%1&apos; 在此处是变量，且从未设置；调用函数要加 ()</translation>
    </message>
    <message>
        <source>to call it, write: %1()</source>
        <translation>要调用它，请写：%1()</translation>
    </message>
    <message>
        <source>On a kernel before 6.6, static variables and callers cannot be told when a function returns.</source>
        <translation>在 6.6 之前的内核上，函数返回时无法得知静态变量和调用者。</translation>
    </message>
    <message>
        <source>Use a .call probe, or keep what it reads there in a global variable of the script.</source>
        <translation>请使用 .call 探测，或把那时读到的内容保存在脚本的全局变量中。</translation>
    </message>
    <message>
        <source>a memory dump is of %1 bytes at most; its precision is %2</source>
        <translation>内存转储最多 %1 字节；这里的精度是 %2</translation>
    </message>
    <message>
        <source>dump it in pieces: %.1024M and then the address + 1024</source>
        <translation>请分段转储：先用 %.1024M，再用地址 + 1024</translation>
    </message>
    <message>
        <source>the conversions are d i u o x X p c s b m M; a percent sign is %%</source>
        <translation>可用的转换字符有 d i u o x X p c s b m M；百分号写作 %%</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no number, enumerator or sizeof(type) of the kernel, and constants that its headers define with #define are not among its types</source>
        <translation>“%1”不是数字、内核的枚举常量或 sizeof(类型)；内核头文件中用 #define 定义的常量不在其类型信息中</translation>
    </message>
    <message>
        <source>write the value itself, or run this script with stap itself</source>
        <translation>请直接写出数值，或用 stap 本身运行此脚本</translation>
    </message>
    <message>
        <source>netfilter has no hook &apos;%1&apos; for %2 that can be probed</source>
        <translation>netfilter 对 %2 没有可探测的钩子“%1”</translation>
    </message>
    <message>
        <source>netfilter&apos;s hooks for &apos;%1&apos; cannot be probed</source>
        <translation>netfilter 的“%1”钩子无法探测</translation>
    </message>
    <message>
        <source>the running kernel has no function that comes to netfilter&apos;s hook &apos;%1&apos; for %2</source>
        <translation>正在运行的内核中没有函数经过 netfilter 对 %2 的钩子“%1”</translation>
    </message>
    <message>
        <source>load the kernel module of that protocol first, or leave the probe point out with &apos;?&apos;</source>
        <translation>请先加载该协议的内核模块，或在探测点后加“?”使其可选</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is an inner part of SystemTap&apos;s library, which offers it as &apos;%2&apos;</source>
        <translation>“%1”是 SystemTap 库的内部部分，库以“%2”的名字提供它</translation>
    </message>
    <message>
        <source>SystemTap&apos;s probe point &apos;%1&apos; is not in this library</source>
        <translation>SystemTap 的探测点“%1”不在本库中</translation>
    </message>
    <message>
        <source>probe the function that you want to see, as %1, or run this script with stap itself</source>
        <translation>请探测您想看的函数，例如 %1，或用 stap 本身运行此脚本</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not in memory here, so its elements can be named by a number only</source>
        <translation>“%1”在此处不在内存中，因此其元素只能用数字下标</translation>
    </message>
    <message>
        <source>write the index as a number that the array has</source>
        <translation>请把下标写成数组范围内的数字</translation>
    </message>
    <message>
        <source>this part of it has been optimised out here</source>
        <translation>它的这一部分在此处已被优化掉</translation>
    </message>
    <message>
        <source>@defined(%1) tests for it</source>
        <translation>可用 @defined(%1) 判断</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is declared as an array, but it is used as a single value here</source>
        <translation>“%1”声明为数组，但在这里被当作单个值使用</translation>
    </message>
    <message>
        <source>say which element: %1[key], or take the size or % out of its declaration</source>
        <translation>请指明元素：%1[key]，或从其声明中去掉大小或 %</translation>
    </message>
    <message>
        <source>it is declared here</source>
        <translation>它在这里声明</translation>
    </message>
    <message>
        <source>the number of keys of &apos;%1&apos; is %2 elsewhere and %3 here</source>
        <translation>“%1”的键的个数在别处是 %2，在这里是 %3</translation>
    </message>
    <message>
        <source>it is a thread-local variable of a library that nothing tells how to reach</source>
        <translation>它是某个库的线程局部变量，没有信息说明如何找到它</translation>
    </message>
    <message>
        <source>write a value behind &apos;%1&apos;, or remove it</source>
        <translation>请在“%1”后面写一个值，或将其删除</translation>
    </message>
    <message>
        <source>there are NF_INET_PRE_ROUTING, NF_INET_LOCAL_IN, NF_INET_FORWARD, NF_INET_LOCAL_OUT and NF_INET_POST_ROUTING, the same of bridges (NF_BR_…), and of ARP NF_ARP_IN and NF_ARP_OUT</source>
        <translation>可用的有 NF_INET_PRE_ROUTING、NF_INET_LOCAL_IN、NF_INET_FORWARD、NF_INET_LOCAL_OUT 和 NF_INET_POST_ROUTING，网桥的同名钩子（NF_BR_…），以及 ARP 的 NF_ARP_IN 和 NF_ARP_OUT</translation>
    </message>
    <message>
        <source>NFPROTO_IPV4, NFPROTO_IPV6, NFPROTO_ARP and NFPROTO_BRIDGE can be</source>
        <translation>可以是 NFPROTO_IPV4、NFPROTO_IPV6、NFPROTO_ARP 和 NFPROTO_BRIDGE</translation>
    </message>
    <message>
        <source>leave out the &amp; to read its value, or probe a line further down (.statement), where a program built with -O0 keeps it in memory</source>
        <translation>去掉 &amp; 以读取它的值，或探测更靠后的一行（.statement），用 -O0 构建的程序在那里把它保存在内存中</translation>
    </message>
    <message>
        <source>a probe sees the packets that come to the hook, but cannot decide what becomes of them: eBPF programs that watch the kernel may not change it</source>
        <translation>探针能看到到达该钩子的数据包，但不能决定如何处理它们：观察内核的 eBPF 程序不允许改变内核</translation>
    </message>
    <message>
        <source>drop or accept packets by a rule of nft or iptables, or run this script with stap -g, which makes a kernel module of it</source>
        <translation>用 nft 或 iptables 的规则丢弃或接受数据包，或用 stap -g 运行此脚本，它会把脚本做成内核模块</translation>
    </message>
    <message>
        <source>this does not say whose memory is to be watched</source>
        <translation>这里没有说明要监视谁的内存</translation>
    </message>
    <message>
        <source>name the program, process(&quot;/path/of/program&quot;), or a process by its number, process(PID), or choose a target (-c COMMAND or -x PID)</source>
        <translation>请写出程序 process(&quot;/path/of/program&quot;)，或按编号指定进程 process(PID)，或选择目标（-c 命令 或 -x PID）</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be watched in a process that another user runs</source>
        <translation>不能在其他用户运行的进程中监视“%1”</translation>
    </message>
    <message>
        <source>Run this as an administrator to watch the memory of others.</source>
        <translation>要监视他人的内存，请以管理员身份运行。</translation>
    </message>
    <message>
        <source>This tracepoint does not tell what the processor&apos;s registers hold.</source>
        <translation>此跟踪点不提供处理器寄存器的内容。</translation>
    </message>
    <message>
        <source>Use its own variables ($$vars names them), or probe a function or a system call.</source>
        <translation>请使用它自己的变量（$$vars 会列出它们），或探测函数或系统调用。</translation>
    </message>
    <message>
        <source>eBPF programs cannot read the processor&apos;s counter of cycles.</source>
        <translation>eBPF 程序不能读取处理器的周期计数器。</translation>
    </message>
    <message>
        <source>Use gettimeofday_ns(), or count cycles with perf.hw.cpu_cycles.counter(&quot;c&quot;) and @perf(&quot;c&quot;).</source>
        <translation>请使用 gettimeofday_ns()，或用 perf.hw.cpu_cycles.counter(&quot;c&quot;) 和 @perf(&quot;c&quot;) 统计周期。</translation>
    </message>
    <message>
        <source>no module &apos;%1&apos; is loaded</source>
        <translation>没有加载名为“%1”的模块</translation>
    </message>
    <message>
        <source>load it with “modprobe %1”; the functions of what was built into the kernel are kernel.function(&quot;…&quot;)</source>
        <translation>用“modprobe %1”加载它；编入内核的部分，其函数写作 kernel.function(&quot;…&quot;)</translation>
    </message>
    <message>
        <source>%1 is the number of a thread of process %2</source>
        <translation>%1 是进程 %2 的一个线程号</translation>
    </message>
    <message>
        <source>write process(%1), and compare tid() in the handler</source>
        <translation>请写 process(%1)，并在处理程序中比较 tid()</translation>
    </message>
    <message>
        <source>an absolute address is one of a process that runs, but none is named</source>
        <translation>绝对地址属于正在运行的进程，但这里没有指明进程</translation>
    </message>
    <message>
        <source>write process(PID), trace a running process (-x), or leave .absolute out: the address then counts as “objdump -d” shows it</source>
        <translation>请写 process(PID)，或跟踪正在运行的进程（-x），或去掉 .absolute：此时地址按“objdump -d”所示计算</translation>
    </message>
    <message>
        <source>process %1 has no code of a file at %2</source>
        <translation>进程 %1 在 %2 处没有来自文件的代码</translation>
    </message>
    <message>
        <source>/proc/%1/maps tells where its program and libraries are</source>
        <translation>/proc/%1/maps 列出了它的程序和库所在的位置</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no value here: what it points to is not in memory, and the compiler left the pointer out</source>
        <translation>“%1”在此处没有值：它所指的对象不在内存中，编译器省去了这个指针</translation>
    </message>
    <message>
        <source>read what it points to: %1-&gt;member, %1[0] or %1$</source>
        <translation>请读取它所指的内容：%1-&gt;成员、%1[0] 或 %1$</translation>
    </message>
    <message>
        <source>there is no mark &apos;%1&apos; in the files that match &apos;%2&apos;</source>
        <translation>与“%2”匹配的文件中没有标记“%1”</translation>
    </message>
    <message>
        <source>%1 has no debug information: only the functions that it exports are known (%2)</source>
        <translation>%1 没有调试信息：只知道它导出的函数（%2）</translation>
    </message>
    <message>
        <source>install its debug symbols, or let them be fetched (DEBUGINFOD_URLS); what it calls in libraries is process.plt(&quot;*&quot;)</source>
        <translation>请安装它的调试符号，或让其自动获取（DEBUGINFOD_URLS）；它调用的库函数是 process.plt(&quot;*&quot;)</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no code of its own in %2: it is inlined wherever it is called</source>
        <translation>“%1”在 %2 中没有自己的代码：凡调用之处都已内联</translation>
    </message>
    <message>
        <source>probe its copies with .inline</source>
        <translation>用 .inline 探测它的各个副本</translation>
    </message>
    <message>
        <source>probe the kernel&apos;s function that asks all security modules, kernel.function(&quot;security_%1&quot;); its .return tells whether they allowed it</source>
        <translation>请探测内核询问所有安全模块的函数 kernel.function(&quot;security_%1&quot;)；它的 .return 会告诉您是否允许</translation>
    </message>
    <message>
        <source>the running kernel was built without hooks of security modules for BPF (CONFIG_BPF_LSM), or does not describe them</source>
        <translation>正在运行的内核构建时没有为 BPF 提供安全模块钩子（CONFIG_BPF_LSM），或者没有描述它们</translation>
    </message>
    <message>
        <source>the security modules of the running kernel have no hook &apos;%1&apos;</source>
        <translation>正在运行的内核的安全模块没有钩子“%1”</translation>
    </message>
    <message>
        <source>list those that there are with -l &apos;%1&apos;</source>
        <translation>用 -l &apos;%1&apos; 列出现有的钩子</translation>
    </message>
    <message>
        <source>the running kernel does not come to these hooks: bpf is not among the security modules that it was started with (lsm=)</source>
        <translation>正在运行的内核不会经过这些钩子：启动时的安全模块（lsm=）中没有 bpf</translation>
    </message>
    <message>
        <source>a probe sees what security modules are asked, but does not decide what is allowed</source>
        <translation>探针能看到安全模块被询问的内容，但不能决定允许什么</translation>
    </message>
    <message>
        <source>forbid it by a policy of AppArmor, SELinux, Landlock or seccomp</source>
        <translation>请用 AppArmor、SELinux、Landlock 或 seccomp 的策略来禁止</translation>
    </message>
    <message>
        <source>The statements would be run outside of the kernel, on what is recorded of each hit; but what %1() does cannot be recorded.</source>
        <translation>这些语句会在内核之外、根据每次命中的记录来运行；但 %1() 所做的事无法记录。</translation>
    </message>
    <message>
        <source>The statements would be run outside of the kernel, on what is recorded of each hit; but this handler needs more than a record can hold.</source>
        <translation>这些语句会在内核之外、根据每次命中的记录来运行；但这个处理程序需要的内容超出了一条记录所能容纳的。</translation>
    </message>
    <message>
        <source>The statements would be run outside of the kernel, on what is recorded of each hit; but for that %1() has to be called once, with a constant, and before any condition.</source>
        <translation>这些语句会在内核之外、根据每次命中的记录来运行；但为此 %1() 只能调用一次，参数须为常量，并且要在任何条件之前。</translation>
    </message>
    <message>
        <source>The statements would be run outside of the kernel, on what is recorded of each hit; but what is asked for here depends on what they have done before.</source>
        <translation>这些语句会在内核之外、根据每次命中的记录来运行；但这里所要求的内容取决于它们之前做过的事。</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is static in %2, and .exported means what other files can call</source>
        <translation>“%1”在 %2 中是 static 的，而 .exported 指的是其他文件可以调用的函数</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no code in %2: nothing calls it, or the compiler left its calls out</source>
        <translation>“%1”在 %2 中没有代码：没有谁调用它，或者编译器省去了对它的调用</translation>
    </message>
    <message>
        <source>probe what would call it; &apos;?&apos; behind the probe point makes it optional</source>
        <translation>请探测会调用它的函数；在探测点后面加“?”表示可有可无</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>Who calls whom in the traced program: every function, with its arguments and what it returns, indented by depth</source>
        <translation>被跟踪程序中谁调用了谁：每个函数及其参数和返回值，按深度缩进</translation>
    </message>
    <message>
        <source>How often each function of the traced program is called, printed every second, busiest first</source>
        <translation>被跟踪程序的每个函数被调用多少次，每秒打印一次，最忙的在前</translation>
    </message>
    <message>
        <source>The smallest script: says hello and ends</source>
        <translation>最小的脚本：打个招呼就结束</translation>
    </message>
    <message>
        <source>How often functions run that the compiler put into their callers, where an ordinary call probe never fires</source>
        <translation>被编译器内联到调用者中的函数运行多少次（普通的 call 探测点在那里从不触发）</translation>
    </message>
    <message>
        <source>Which functions of libraries the traced program calls, and how often: each such call goes through a stub of its own</source>
        <translation>被跟踪程序调用了库中的哪些函数、各多少次：每个这样的调用都经过自己的一段跳转代码</translation>
    </message>
    <message>
        <source>The probes that a program&apos;s author put into it (DTRACE_PROBE of &lt;sys/sdt.h&gt;), with their arguments</source>
        <translation>程序作者自己放入的探测点（&lt;sys/sdt.h&gt; 的 DTRACE_PROBE）及其参数</translation>
    </message>
    <message>
        <source>Which programs read files, and how often: a kernel function counted by the name of the program that runs</source>
        <translation>哪些程序读文件、各多少次：按正在运行的程序名统计一个内核函数</translation>
    </message>
    <message>
        <source>Every line of one function, in the order in which it runs, with the variables as they are there</source>
        <translation>一个函数的每一行，按执行顺序，并带上当时的变量</translation>
    </message>
    <message>
        <source>The ten programs that read and write most, every second: bytes by the result of each call</source>
        <translation>每秒列出读写最多的十个程序：按每次调用的结果统计字节数</translation>
    </message>
    <message>
        <source>Which program opens which file, and what came of it</source>
        <translation>哪个程序打开哪个文件，结果如何</translation>
    </message>
    <message>
        <source>Who sends which signal to whom</source>
        <translation>谁向谁发送哪个信号</translation>
    </message>
    <message>
        <source>Which programs are started, and by which process</source>
        <translation>启动了哪些程序，由哪个进程启动</translation>
    </message>
    <message>
        <source>How long each thread of a program waits for its locks and conditions, in microseconds: calls of futex() that block</source>
        <translation>程序的每个线程等待锁和条件多久（微秒）：会阻塞的 futex() 调用</translation>
    </message>
    <message>
        <source>Numbers as bytes instead of text: of each read its time, its process and its size, in 8, 4 and 4 bytes, for other programs</source>
        <translation>以字节而不是文本输出数字：每次读取的时间、进程和大小，各占 8、4、4 字节，供其他程序使用</translation>
    </message>
    <message>
        <source>Which programs read and write the most, each second</source>
        <translation>每秒哪些程序读写最多</translation>
    </message>
    <message>
        <source>Who calls four functions of the kernel, and from where in the program</source>
        <translation>谁调用四个内核函数，以及从程序的何处调用</translation>
    </message>
    <message>
        <source>Which locks a program waits for, and from where it comes there</source>
        <translation>程序在等待哪些锁，以及从何处到达那里</translation>
    </message>
    <message>
        <source>Names of one&apos;s own for groups of probes: `=` runs what follows before the probe&apos;s handler, `+=` behind it</source>
        <translation>为一组探针自定名称：“=”在探针的处理程序之前执行其后的内容，“+=”则在之后执行</translation>
    </message>
    <message>
        <source>How packets come to the kernel&apos;s network code: the ways there, and how often each is taken</source>
        <translation>数据包如何到达内核的网络代码：经过的路径，以及每条路径的次数</translation>
    </message>
    <message>
        <source>The functions of a program in Python as they call each other, by the marks of the interpreter: a Python that was built with --with-dtrace, or any other program with marks function__entry and function__return (file, function, line)</source>
        <translation>按解释器的标记显示 Python 程序中函数的相互调用：需要用 --with-dtrace 构建的 Python，或任何带有 function__entry 和 function__return 标记（文件、函数、行）的程序</translation>
    </message>
    <message>
        <source>Connections over TCP that programs accept: by whom, at which port, from where</source>
        <translation>程序接受的 TCP 连接：由谁、在哪个端口、来自何处</translation>
    </message>
    <message>
        <source>How often the kernel&apos;s clock ticks in a second (CONFIG_HZ), measured</source>
        <translation>测量内核时钟每秒的滴答数（CONFIG_HZ）</translation>
    </message>
    <message>
        <source>Who sends SIGKILL to whom</source>
        <translation>谁向谁发送 SIGKILL</translation>
    </message>
    <message>
        <source>The calls of chosen functions as a tree for each thread</source>
        <translation>把所选函数的调用显示为每个线程的一棵树</translation>
    </message>
    <message>
        <source>What a program calls in its libraries, and these in each other, as a tree</source>
        <translation>以树的形式显示程序对库的调用以及库之间的调用</translation>
    </message>
</context>
<context>
    <name>Machine</name>
    <message>
        <source>helper not found</source>
        <translation>未找到 helper</translation>
    </message>
    <message>
        <source>Install tapscope-helper, or build it beside tapscope. Scripts can be written and checked without it.</source>
        <translation>请安装 tapscope-helper，或在 tapscope 旁边构建它。没有它也可以编写和检查脚本。</translation>
    </message>
    <message>
        <source>helper ready</source>
        <translation>helper 就绪</translation>
    </message>
    <message>
        <source>You are root, so it starts without asking.</source>
        <translation>您是 root，它无需询问即可启动。</translation>
    </message>
    <message>
        <source>It holds the capabilities that it needs; no password is asked for.</source>
        <translation>它已拥有所需的权能，不会询问密码。</translation>
    </message>
    <message>
        <source>helper asks for a password</source>
        <translation>helper 会询问密码</translation>
    </message>
    <message>
        <source>To run without one: sudo setcap %1 %2</source>
        <translation>若不想输入密码：sudo setcap %1 %2</translation>
    </message>
    <message>
        <source>helper has no rights</source>
        <translation>helper 没有权限</translation>
    </message>
    <message>
        <source>Give it what it needs once, as root: setcap %1 %2</source>
        <translation>请以 root 身份授权一次：setcap %1 %2</translation>
    </message>
    <message>
        <source>Linux %1 with BTF</source>
        <translation>Linux %1，带 BTF</translation>
    </message>
    <message>
        <source>Linux %1 without BTF</source>
        <translation>Linux %1，不带 BTF</translation>
    </message>
    <message>
        <source>Kernel functions cannot be typed. Use a kernel that is built with CONFIG_DEBUG_INFO_BTF.</source>
        <translation>无法得知内核函数的类型。请使用以 CONFIG_DEBUG_INFO_BTF 构建的内核。</translation>
    </message>
    <message>
        <source>Tracing: %1</source>
        <translation>跟踪：%1</translation>
    </message>
    <message>
        <source>Demonstration program: teahouse</source>
        <translation>演示程序：teahouse</translation>
    </message>
    <message>
        <source>The demonstration program is not installed</source>
        <translation>未安装演示程序</translation>
    </message>
    <message>
        <source>“See it work” needs it. Every other program can be traced.</source>
        <translation>“看看效果”需要它。其他程序都可以跟踪。</translation>
    </message>
    <message>
        <source>Kernel debuginfo: %1</source>
        <translation>内核调试信息：%1</translation>
    </message>
    <message>
        <source>No debuginfo of the kernel</source>
        <translation>没有内核的调试信息</translation>
    </message>
    <message>
        <source>Lines and local variables of the kernel cannot be probed; its functions and their parameters can. Install the debug package of this kernel from your distribution.</source>
        <translation>不能探测内核的行和局部变量；可以探测其函数及参数。请从您的发行版安装此内核的调试包。</translation>
    </message>
    <message>
        <source>Lines and local variables of the kernel cannot be probed; its functions and their parameters can. To get it:</source>
        <translation>不能探测内核的行和局部变量；可以探测其函数及参数。获取方法：</translation>
    </message>
    <message>
        <source>Uprobes</source>
        <translation>uprobes</translation>
    </message>
    <message>
        <source>No uprobes</source>
        <translation>没有 uprobes</translation>
    </message>
    <message>
        <source>Programs cannot be probed. Use a kernel that is built with CONFIG_UPROBE_EVENTS.</source>
        <translation>不能探测程序。请使用以 CONFIG_UPROBE_EVENTS 构建的内核。</translation>
    </message>
    <message>
        <source>Kprobes</source>
        <translation>kprobes</translation>
    </message>
    <message>
        <source>No kprobes</source>
        <translation>没有 kprobes</translation>
    </message>
    <message>
        <source>Functions of the kernel cannot be probed by kprobes. Use a kernel that is built with CONFIG_KPROBE_EVENTS. Programs, tracepoints and timers are not concerned.</source>
        <translation>不能用 kprobe 探测内核函数。请使用以 CONFIG_KPROBE_EVENTS 构建的内核。程序、跟踪点和定时器不受影响。</translation>
    </message>
    <message>
        <source>Kernel lockdown: confidentiality</source>
        <translation>内核锁定：confidentiality</translation>
    </message>
    <message>
        <source>Kernel lockdown does not hinder</source>
        <translation>内核锁定不造成妨碍</translation>
    </message>
    <message>
        <source>The kernel refuses to let BPF programs read its memory and that of programs: probes fire, but variables cannot be read. Boot with lockdown=integrity or without it.</source>
        <translation>内核不允许 BPF 程序读取内核及程序的内存：探测点会触发，但不能读取变量。请以 lockdown=integrity 或不带该参数启动。</translation>
    </message>
    <message>
        <source>Lines and local variables of the kernel cannot be probed; its functions and their parameters can. This kernel is none of the distribution&apos;s packages: copy the file vmlinux of its build to %1.</source>
        <translation>无法探测内核的代码行和局部变量；可以探测其函数和参数。此内核不是发行版的软件包：请把构建所得的 vmlinux 文件复制到 %1。</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <source>An IDE for SystemTap scripts that runs them as eBPF.</source>
        <translation>SystemTap 脚本的集成开发环境，以 eBPF 运行脚本。</translation>
    </message>
    <message>
        <source>Scripts to open.</source>
        <translation>要打开的脚本。</translation>
    </message>
    <message>
        <source>Trace this command.</source>
        <translation>跟踪此命令。</translation>
    </message>
    <message>
        <source>Trace this process.</source>
        <translation>跟踪此进程。</translation>
    </message>
    <message>
        <source>Run the script at once.</source>
        <translation>立即运行脚本。</translation>
    </message>
    <message>
        <source>Run the call-tree example on the demonstration program.</source>
        <translation>对演示程序运行调用树示例。</translation>
    </message>
    <message>
        <source>Language of the interface: en or zh_CN.</source>
        <translation>界面语言：en 或 zh_CN。</translation>
    </message>
    <message>
        <source>Run (the demonstration, if no script is given), leave pictures of the window in DIR, print the tree, and exit.</source>
        <translation>运行（没有给出脚本时运行演示），把窗口截图放入 DIR，打印调用树，然后退出。</translation>
    </message>
</context>
<context>
    <name>Outline</name>
    <message>
        <source>probe</source>
        <translation>探测点</translation>
    </message>
    <message>
        <source>probe alias</source>
        <translation>探测点别名</translation>
    </message>
    <message>
        <source>function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>global variable</source>
        <translation>全局变量</translation>
    </message>
    <message>
        <source>macro</source>
        <translation>宏</translation>
    </message>
    <message>
        <source>statement</source>
        <translation>语句</translation>
    </message>
</context>
<context>
    <name>ProbeBrowser</name>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>No functions</source>
        <translation>没有函数</translation>
    </message>
    <message>
        <source>The kernel shows neither its symbols nor its types.</source>
        <translation>内核既未公开符号，也未公开类型。</translation>
    </message>
    <message>
        <source>others with %1</source>
        <translation>其他，以 %1 开头</translation>
    </message>
    <message>
        <source>No modules</source>
        <translation>没有模块</translation>
    </message>
    <message>
        <source>No module is loaded.</source>
        <translation>没有加载任何模块。</translation>
    </message>
    <message>
        <source>No tracepoints</source>
        <translation>没有跟踪点</translation>
    </message>
    <message>
        <source>Neither tracefs nor the kernel&apos;s BTF can be read.</source>
        <translation>tracefs 和内核的 BTF 都无法读取。</translation>
    </message>
    <message>
        <source>field %1</source>
        <translation>字段 %1</translation>
    </message>
    <message>
        <source>inlined</source>
        <translation>已内联</translation>
    </message>
    <message>
        <source>no return</source>
        <translation>不返回</translation>
    </message>
    <message>
        <source>blacklisted</source>
        <translation>禁止探测</translation>
    </message>
    <message>
        <source>needs debuginfo</source>
        <translation>需要调试信息</translation>
    </message>
    <message>
        <source>slow site</source>
        <translation>慢位置</translation>
    </message>
    <message>
        <source>container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>The compiler put copies of it into its callers: probe it with .inline; there is no call and no return to see.</source>
        <translation>编译器把它的副本放进了调用者：请用 .inline 探测；看不到调用和返回。</translation>
    </message>
    <message>
        <source>It never returns: a return probe does not fire.</source>
        <translation>它从不返回：返回探测点不会触发。</translation>
    </message>
    <message>
        <source>The kernel refuses probes here.</source>
        <translation>内核拒绝在此放置探测点。</translation>
    </message>
    <message>
        <source>There is no debuginfo for it: its functions can be probed by name, its lines and variables cannot.</source>
        <translation>没有它的调试信息：可以按名字探测其函数，但不能探测行和变量。</translation>
    </message>
    <message>
        <source>It runs in a container.</source>
        <translation>它在容器中运行。</translation>
    </message>
    <message>
        <source>Insert the &amp;Call</source>
        <translation>插入调用(&amp;C)</translation>
    </message>
    <message>
        <source>Probe &amp;Calls</source>
        <translation>探测调用(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Probe This</source>
        <translation>探测它(&amp;P)</translation>
    </message>
    <message>
        <source>Probe Calls and &amp;Returns, Indented</source>
        <translation>探测调用与返回，带缩进(&amp;R)</translation>
    </message>
    <message>
        <source>Histogram of Its &amp;Time</source>
        <translation>其耗时的直方图(&amp;T)</translation>
    </message>
    <message>
        <source>Probe &amp;Every Statement</source>
        <translation>探测每条语句(&amp;E)</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Running processes</source>
        <translation>正在运行的进程</translation>
    </message>
    <message>
        <source>Programs that run now, with their libraries</source>
        <translation>正在运行的程序及其库</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>Kernel modules</source>
        <translation>内核模块</translation>
    </message>
    <message>
        <source>Functions of loaded modules</source>
        <translation>已加载模块的函数</translation>
    </message>
    <message>
        <source>Tracepoints</source>
        <translation>跟踪点</translation>
    </message>
    <message>
        <source>Places that the kernel&apos;s authors have made for tracing, with their arguments</source>
        <translation>内核作者为跟踪而设的位置及其参数</translation>
    </message>
    <message>
        <source>System calls</source>
        <translation>系统调用</translation>
    </message>
    <message>
        <source>What programs ask the kernel for</source>
        <translation>程序向内核请求的服务</translation>
    </message>
    <message>
        <source>Tapset</source>
        <translation>脚本库 (tapset)</translation>
    </message>
    <message>
        <source>The library of scripts: functions and probe aliases by subject</source>
        <translation>脚本库：按主题排列的函数和探测点别名</translation>
    </message>
    <message>
        <source>Timers</source>
        <translation>定时器</translation>
    </message>
    <message>
        <source>At a steady rate</source>
        <translation>以固定频率</translation>
    </message>
    <message>
        <source>Perf events</source>
        <translation>perf 事件</translation>
    </message>
    <message>
        <source>Counters of the processor and the kernel</source>
        <translation>处理器和内核的计数器</translation>
    </message>
    <message>
        <source>Begin and end</source>
        <translation>开始与结束</translation>
    </message>
    <message>
        <source>When the script begins, ends or fails</source>
        <translation>脚本开始、结束或失败时</translation>
    </message>
    <message>
        <source>kernel</source>
        <translation>内核</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Source files</source>
        <translation>源文件</translation>
    </message>
    <message>
        <source>No debuginfo</source>
        <translation>没有调试信息</translation>
    </message>
    <message>
        <source>Lines and variables are not known. Install the debug package of this program.</source>
        <translation>行和变量未知。请安装此程序的调试包。</translation>
    </message>
    <message>
        <source>Functions without source</source>
        <translation>没有源代码的函数</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Calls of libraries</source>
        <translation>对库的调用</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>库</translation>
    </message>
    <message numerus="yes">
        <source>%n function(s)</source>
        <translation>
            <numerusform>%n 个函数</numerusform>
        </translation>
    </message>
    <message>
        <source>No lines</source>
        <translation>没有行</translation>
    </message>
    <message>
        <source>The line table has nothing for this function.</source>
        <translation>行表中没有此函数的内容。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>It is linked statically.</source>
        <translation>它是静态链接的。</translation>
    </message>
    <message>
        <source>Its program cannot be read.</source>
        <translation>无法读取它的程序。</translation>
    </message>
    <message>
        <source>User: %1</source>
        <translation>用户：%1</translation>
    </message>
    <message>
        <source>Container: %1</source>
        <translation>容器：%1</translation>
    </message>
    <message>
        <source>every second</source>
        <translation>每秒一次</translation>
    </message>
    <message>
        <source>every 100 milliseconds</source>
        <translation>每 100 毫秒一次</translation>
    </message>
    <message>
        <source>every 500 microseconds</source>
        <translation>每 500 微秒一次</translation>
    </message>
    <message>
        <source>ten times a second</source>
        <translation>每秒十次</translation>
    </message>
    <message>
        <source>every 80 to 120 milliseconds</source>
        <translation>每 80 到 120 毫秒一次</translation>
    </message>
    <message>
        <source>a thousand times a second on each processor, to see what runs there</source>
        <translation>在每个处理器上每秒一千次，以查看那里在运行什么</translation>
    </message>
    <message>
        <source>at a steady rate on each processor</source>
        <translation>在每个处理器上以固定频率</translation>
    </message>
    <message>
        <source>when memory is touched that is not there yet</source>
        <translation>访问尚不存在的内存时</translation>
    </message>
    <message>
        <source>when a processor goes over to another thread</source>
        <translation>处理器切换到另一个线程时</translation>
    </message>
    <message>
        <source>when a thread goes over to another processor</source>
        <translation>线程转到另一个处理器时</translation>
    </message>
    <message>
        <source>after so many cycles</source>
        <translation>每经过若干个周期</translation>
    </message>
    <message>
        <source>after so many instructions</source>
        <translation>每经过若干条指令</translation>
    </message>
    <message>
        <source>after so many accesses that no cache could serve</source>
        <translation>每经过若干次缓存未命中的访问</translation>
    </message>
    <message>
        <source>after so many wrongly guessed branches</source>
        <translation>每经过若干次分支预测错误</translation>
    </message>
    <message>
        <source>before anything else</source>
        <translation>在其他一切之前</translation>
    </message>
    <message>
        <source>when the run ends in good order</source>
        <translation>运行正常结束时</translation>
    </message>
    <message>
        <source>in place of end, after an error</source>
        <translation>出错之后，代替 end</translation>
    </message>
    <message>
        <source>at no time; its handler is checked all the same</source>
        <translation>从不触发；但其处理程序仍会被检查</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Functions by name</source>
        <translation>按名称的函数</translation>
    </message>
    <message>
        <source>There are no files of this kernel&apos;s modules.</source>
        <translation>没有这个内核的模块文件。</translation>
    </message>
    <message>
        <source>Directories, files, functions and lines of the kernel</source>
        <translation>内核的目录、文件、函数和行</translation>
    </message>
    <message>
        <source>Of %1: it can be browsed and written for, not run here.</source>
        <translation>属于 %1：可以浏览并为它编写脚本，但不能在这里运行。</translation>
    </message>
    <message>
        <source>Functions of its modules</source>
        <translation>它的模块的函数</translation>
    </message>
    <message>
        <source>it is there in line %1</source>
        <translation>它在第 %1 行可用</translation>
    </message>
    <message>
        <source>Callers</source>
        <translation>调用者</translation>
    </message>
    <message>
        <source>The functions whose code calls this one</source>
        <translation>其代码调用此函数的函数</translation>
    </message>
    <message>
        <source>Code without a name</source>
        <translation>没有名称的代码</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n 次调用</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copy(s) inlined</source>
        <translation>
            <numerusform>%n 个内联副本</numerusform>
        </translation>
    </message>
    <message>
        <source>No calls by name</source>
        <translation>没有按名称的调用</translation>
    </message>
    <message>
        <source>Calls through pointers</source>
        <translation>通过指针的调用</translation>
    </message>
    <message>
        <source>Count Its Ca&amp;llers</source>
        <translation>统计其调用者(&amp;L)</translation>
    </message>
    <message>
        <source>Who calls a function is read from the file with its code, which is not here.</source>
        <translation>谁调用某个函数要从含有其代码的文件中读取，而该文件不在这里。</translation>
    </message>
    <message numerus="yes">
        <source>Searched: its own file and %n other file(s) of the program.</source>
        <translation>
            <numerusform>已查找：它所在的文件和程序的其他 %n 个文件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Searched: its own file and %n kernel module(s).</source>
        <translation>
            <numerusform>已查找：它所在的文件和 %n 个内核模块。</numerusform>
        </translation>
    </message>
    <message>
        <source>No code that was searched calls it by its name.</source>
        <translation>在查找过的代码中，没有直接按名字调用它的地方。</translation>
    </message>
    <message>
        <source>They name no function.</source>
        <translation>它们没有指明函数。</translation>
    </message>
    <message>
        <source>Nothing has this name</source>
        <translation>没有这个名字</translation>
    </message>
    <message>
        <source>What is searched: the program of the run bar, programs that were added, the kernel and the tapset. A prefix such as “f ” leaves out the rest.</source>
        <translation>查找范围：运行栏中的程序、已添加的程序、内核和 tapset 库。用“f ”之类的前缀可只查其中一类。</translation>
    </message>
    <message>
        <source>System call number %1.</source>
        <translation>系统调用号 %1。</translation>
    </message>
    <message>
        <source>not in this kernel</source>
        <translation>此内核中没有</translation>
    </message>
    <message>
        <source>The kernel stops at the instruction here, which costs several times what other places cost: by a single step in programs, by a breakpoint in its own code.</source>
        <translation>内核会在此处的指令停下，开销是其他位置的数倍：在程序中是单步执行，在内核自己的代码中是断点。</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>Look in:</source>
        <translation>查找范围：</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>文件名(&amp;N)：</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>文件类型：</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>上级文件夹</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>列表视图</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>详细视图</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>修改日期</translation>
    </message>
</context>
<context>
    <name>QKeySequenceEdit</name>
    <message>
        <source>Press shortcut</source>
        <translation>按下快捷键</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>是(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>否(&amp;N)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>不保存</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>Services</name>
    <message>
        <source>Runs its handler each time one of its probe points is hit.</source>
        <translation>每当其中一个探测点被命中时运行其处理程序。</translation>
    </message>
    <message>
        <source>Declares variables that all handlers share and that live as long as the script runs.</source>
        <translation>声明所有处理程序共享、在脚本运行期间一直存在的变量。</translation>
    </message>
    <message>
        <source>Keeps a function or a global to the file it is in.</source>
        <translation>把函数或全局变量限制在所在的文件中。</translation>
    </message>
    <message>
        <source>Declares a function.</source>
        <translation>声明一个函数。</translation>
    </message>
    <message>
        <source>Runs what follows when the condition is not 0; behind a probe point: enables it only while the condition holds.</source>
        <translation>条件不为 0 时运行其后的内容；写在探测点之后：仅在条件成立时启用它。</translation>
    </message>
    <message>
        <source>Runs what follows when the condition of the if was 0.</source>
        <translation>if 的条件为 0 时运行其后的内容。</translation>
    </message>
    <message>
        <source>Repeats what follows while the condition is not 0.</source>
        <translation>条件不为 0 时重复其后的内容。</translation>
    </message>
    <message>
        <source>Goes through an array; + or - behind a name sorts by it, limit N ends after N turns.</source>
        <translation>遍历数组；名字后的 + 或 - 表示按它排序，limit N 表示 N 轮后结束。</translation>
    </message>
    <message>
        <source>Whether the array has an element with this key; in foreach: the array to go through.</source>
        <translation>数组是否有此键的元素；在 foreach 中：要遍历的数组。</translation>
    </message>
    <message>
        <source>Ends the loop after so many turns.</source>
        <translation>在若干轮后结束循环。</translation>
    </message>
    <message>
        <source>Leaves the function with a value.</source>
        <translation>带着一个值离开函数。</translation>
    </message>
    <message>
        <source>Removes an element, a whole array, or resets a variable.</source>
        <translation>删除一个元素、整个数组，或重置一个变量。</translation>
    </message>
    <message>
        <source>Leaves the innermost loop.</source>
        <translation>离开最内层循环。</translation>
    </message>
    <message>
        <source>Goes on with the next turn of the innermost loop.</source>
        <translation>继续最内层循环的下一轮。</translation>
    </message>
    <message>
        <source>Leaves the handler; in a function: tries the next one of the same name.</source>
        <translation>离开处理程序；在函数中：尝试下一个同名函数。</translation>
    </message>
    <message>
        <source>The type of texts.</source>
        <translation>文本的类型。</translation>
    </message>
    <message>
        <source>The type of numbers: 64 bits with a sign.</source>
        <translation>数字的类型：带符号 64 位。</translation>
    </message>
    <message>
        <source>Runs a block; an error in it leads to the catch block instead of ending the run.</source>
        <translation>运行一个块；其中的错误转到 catch 块，而不是结束运行。</translation>
    </message>
    <message>
        <source>Runs after an error in the try block; the variable holds the error&apos;s text.</source>
        <translation>try 块出错后运行；变量中是错误的文本。</translation>
    </message>
    <message>
        <source>How many values the statistic has got.</source>
        <translation>统计量得到了多少个值。</translation>
    </message>
    <message>
        <source>The sum of the statistic&apos;s values.</source>
        <translation>统计量各值之和。</translation>
    </message>
    <message>
        <source>The smallest of the statistic&apos;s values; an error when it has none.</source>
        <translation>统计量各值中最小的；没有值时为错误。</translation>
    </message>
    <message>
        <source>The largest of the statistic&apos;s values; an error when it has none.</source>
        <translation>统计量各值中最大的；没有值时为错误。</translation>
    </message>
    <message>
        <source>The average of the statistic&apos;s values; an error when it has none.</source>
        <translation>统计量各值的平均；没有值时为错误。</translation>
    </message>
    <message>
        <source>The variance of the statistic&apos;s values; the optional number of bits makes it more exact.</source>
        <translation>统计量各值的方差；可选的位数使其更精确。</translation>
    </message>
    <message>
        <source>A histogram with buckets of powers of two, to be printed, indexed or gone through.</source>
        <translation>桶为 2 的幂的直方图，可打印、索引或遍历。</translation>
    </message>
    <message>
        <source>A histogram with buckets of one width, to be printed, indexed or gone through.</source>
        <translation>桶等宽的直方图，可打印、索引或遍历。</translation>
    </message>
    <message>
        <source>Takes a number for a pointer to a type, so that members can follow.</source>
        <translation>把数字当作指向某类型的指针，其后可接成员。</translation>
    </message>
    <message>
        <source>A global variable of the probed program, as &quot;name@file.c&quot;.</source>
        <translation>被探测程序的全局变量，写作 &quot;name@file.c&quot;。</translation>
    </message>
    <message>
        <source>1 when the target variable exists here, otherwise 0; what is not reached need not exist.</source>
        <translation>目标变量在此存在时为 1，否则为 0；不会执行到的部分不必存在。</translation>
    </message>
    <message>
        <source>The first expression where it exists, otherwise the second.</source>
        <translation>第一个表达式存在时取它，否则取第二个。</translation>
    </message>
    <message>
        <source>In a return probe: the value that the expression had when the function was entered.</source>
        <translation>在返回探测点中：进入函数时表达式的值。</translation>
    </message>
    <message>
        <source>The value of a hardware counter that a perf probe names.</source>
        <translation>由 perf 探测点命名的硬件计数器的值。</translation>
    </message>
    <message>
        <source>The value of a C constant expression.</source>
        <translation>C 常量表达式的值。</translation>
    </message>
    <message>
        <source>Declares a macro; @NAME is replaced by its text.</source>
        <translation>声明一个宏；@NAME 会被替换为其文本。</translation>
    </message>
    <message>
        <source>Prints its arguments one behind the other.</source>
        <translation>依次打印各参数。</translation>
    </message>
    <message>
        <source>Prints its arguments and ends the line.</source>
        <translation>打印各参数并换行。</translation>
    </message>
    <message>
        <source>Prints its arguments as the format says.</source>
        <translation>按格式打印各参数。</translation>
    </message>
    <message>
        <source>Prints its arguments with the delimiter between them.</source>
        <translation>打印各参数，之间加分隔符。</translation>
    </message>
    <message>
        <source>Prints its arguments with the delimiter between them, and ends the line.</source>
        <translation>打印各参数，之间加分隔符，并换行。</translation>
    </message>
    <message>
        <source>The text that print would print.</source>
        <translation>print 会打印的文本。</translation>
    </message>
    <message>
        <source>The text that println would print.</source>
        <translation>println 会打印的文本。</translation>
    </message>
    <message>
        <source>The text that printf would print.</source>
        <translation>printf 会打印的文本。</translation>
    </message>
    <message>
        <source>The text that printd would print.</source>
        <translation>printd 会打印的文本。</translation>
    </message>
    <message>
        <source>The text that printdln would print.</source>
        <translation>printdln 会打印的文本。</translation>
    </message>
    <message>
        <source>Prints the byte of this number.</source>
        <translation>打印此数字所表示的字节。</translation>
    </message>
    <message>
        <source>All variables that are visible where the probe fires, with their values.</source>
        <translation>探测点触发处可见的所有变量及其值。</translation>
    </message>
    <message>
        <source>The function&apos;s parameters with their values.</source>
        <translation>函数的参数及其值。</translation>
    </message>
    <message>
        <source>The local variables that are visible where the probe fires, with their values.</source>
        <translation>探测点触发处可见的局部变量及其值。</translation>
    </message>
    <message>
        <source>What the function returns.</source>
        <translation>函数返回的内容。</translation>
    </message>
    <message>
        <source>The name of the mark or tracepoint that was hit.</source>
        <translation>被命中的标记或跟踪点的名字。</translation>
    </message>
    <message>
        <source>The value that the function returns.</source>
        <translation>函数返回的值。</translation>
    </message>
    <message>
        <source>number, decimal with its sign</source>
        <translation>数字，带符号十进制</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>number, hexadecimal</source>
        <translation>数字，十六进制</translation>
    </message>
    <message>
        <source>number, decimal without a sign</source>
        <translation>数字，无符号十进制</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>the character of this number</source>
        <translation>此数字对应的字符</translation>
    </message>
    <message>
        <source>number, octal</source>
        <translation>数字，八进制</translation>
    </message>
    <message>
        <source>number, hexadecimal in capitals</source>
        <translation>数字，大写十六进制</translation>
    </message>
    <message>
        <source>the bytes of the number, as they are in memory</source>
        <translation>数字的各字节，按内存中的顺序</translation>
    </message>
    <message>
        <source>a percent sign</source>
        <translation>百分号</translation>
    </message>
    <message>
        <source>When the script starts; of a process: when it does.</source>
        <translation>脚本开始时；对进程：进程开始时。</translation>
    </message>
    <message>
        <source>When the script ends; of a process: when it does.</source>
        <translation>脚本结束时；对进程：进程结束时。</translation>
    </message>
    <message>
        <source>When the script ends because of an error.</source>
        <translation>脚本因错误而结束时。</translation>
    </message>
    <message>
        <source>Never fires; the handler is checked all the same.</source>
        <translation>从不触发；但处理程序仍会被检查。</translation>
    </message>
    <message>
        <source>Again and again, after a time.</source>
        <translation>每隔一段时间反复触发。</translation>
    </message>
    <message>
        <source>Places in a program; without an argument the one of -c or -x.</source>
        <translation>程序中的位置；不带参数时指 -c 或 -x 的程序。</translation>
    </message>
    <message>
        <source>Places in a library that the program uses.</source>
        <translation>程序所用库中的位置。</translation>
    </message>
    <message>
        <source>Places in the kernel.</source>
        <translation>内核中的位置。</translation>
    </message>
    <message>
        <source>Places in a module of the kernel.</source>
        <translation>内核模块中的位置。</translation>
    </message>
    <message>
        <source>Functions of the kernel by their symbols alone.</source>
        <translation>仅凭符号的内核函数。</translation>
    </message>
    <message>
        <source>Functions by name, with wildcards; &quot;name@file.c&quot; picks a source file.</source>
        <translation>按名字（可用通配符）的函数；&quot;name@file.c&quot; 指定源文件。</translation>
    </message>
    <message>
        <source>Lines of source: &quot;function@file.c:12&quot;, &quot;*@file.c:12-20&quot;, &quot;function@file.c:*&quot;.</source>
        <translation>源代码行：&quot;function@file.c:12&quot;、&quot;*@file.c:12-20&quot;、&quot;function@file.c:*&quot;。</translation>
    </message>
    <message>
        <source>Where the function is entered, without inlined instances.</source>
        <translation>进入函数处，不含内联实例。</translation>
    </message>
    <message>
        <source>Where the function returns.</source>
        <translation>函数返回处。</translation>
    </message>
    <message>
        <source>Inlined instances alone.</source>
        <translation>仅内联实例。</translation>
    </message>
    <message>
        <source>Functions that other files can call, alone.</source>
        <translation>仅其他文件可调用的函数。</translation>
    </message>
    <message>
        <source>Where the line has no code, the nearest one that has.</source>
        <translation>该行没有代码时，取最近的有代码的行。</translation>
    </message>
    <message>
        <source>Probes that the program&apos;s author put into it.</source>
        <translation>程序作者放入其中的探测点。</translation>
    </message>
    <message>
        <source>The group that a mark belongs to.</source>
        <translation>标记所属的组。</translation>
    </message>
    <message>
        <source>Calls of a library&apos;s functions, by the program&apos;s linkage table.</source>
        <translation>经由程序链接表对库函数的调用。</translation>
    </message>
    <message>
        <source>Tracepoints of the kernel.</source>
        <translation>内核的跟踪点。</translation>
    </message>
    <message>
        <source>System calls.</source>
        <translation>系统调用。</translation>
    </message>
    <message>
        <source>Threads of a process, as they begin and end.</source>
        <translation>进程的线程，在其开始和结束时。</translation>
    </message>
    <message>
        <source>Accesses of a place in memory.</source>
        <translation>对内存中某处的访问。</translation>
    </message>
    <message>
        <source>Spreads the timer&apos;s intervals by chance by up to so much.</source>
        <translation>使定时器的间隔在此范围内随机变化。</translation>
    </message>
    <message>
        <source>Regularly on all processors, wherever they are.</source>
        <translation>在所有处理器上定期触发，无论它们在执行什么。</translation>
    </message>
    <message>
        <source>So many times a second.</source>
        <translation>每秒若干次。</translation>
    </message>
    <message>
        <source>Every so many seconds.</source>
        <translation>每若干秒。</translation>
    </message>
    <message>
        <source>Every so many milliseconds.</source>
        <translation>每若干毫秒。</translation>
    </message>
    <message>
        <source>Every so many microseconds.</source>
        <translation>每若干微秒。</translation>
    </message>
    <message>
        <source>Every so many nanoseconds.</source>
        <translation>每若干纳秒。</translation>
    </message>
    <message>
        <source>Hardware and software events that the kernel counts.</source>
        <translation>内核计数的硬件和软件事件。</translation>
    </message>
    <message>
        <source>set by the probe point&apos;s alias</source>
        <translation>由探测点的别名设置</translation>
    </message>
    <message>
        <source>the program that is traced</source>
        <translation>被跟踪的程序</translation>
    </message>
    <message>
        <source>Probe with a handler</source>
        <translation>带处理程序的探测点</translation>
    </message>
    <message>
        <source>Run something when the script starts</source>
        <translation>脚本开始时运行某些内容</translation>
    </message>
    <message>
        <source>Run something when the script ends</source>
        <translation>脚本结束时运行某些内容</translation>
    </message>
    <message>
        <source>Call tree of a program: every call and return, indented</source>
        <translation>程序的调用树：每次调用和返回，带缩进</translation>
    </message>
    <message>
        <source>Histogram of how long a function takes</source>
        <translation>函数耗时的直方图</translation>
    </message>
    <message>
        <source>Every line of a function as it runs</source>
        <translation>函数执行到的每一行</translation>
    </message>
    <message>
        <source>Do something every second</source>
        <translation>每秒做一件事</translation>
    </message>
    <message>
        <source>The functions that are called most, every second</source>
        <translation>每秒列出调用最多的函数</translation>
    </message>
    <message>
        <source>Function with a result</source>
        <translation>有返回值的函数</translation>
    </message>
    <message>
        <source>Go through an array</source>
        <translation>遍历数组</translation>
    </message>
    <message>
        <source>Go through an array, the largest values first</source>
        <translation>遍历数组，最大的值在前</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Condition with an alternative</source>
        <translation>带 else 的条件</translation>
    </message>
    <message>
        <source>Loop with a condition</source>
        <translation>带条件的循环</translation>
    </message>
    <message>
        <source>Loop that counts</source>
        <translation>计数循环</translation>
    </message>
    <message>
        <source>Go on after an error</source>
        <translation>出错后继续</translation>
    </message>
    <message>
        <source>Formatted line</source>
        <translation>按格式输出一行</translation>
    </message>
    <message>
        <source>Write %1</source>
        <translation>写作 %1</translation>
    </message>
    <message>
        <source>Print a histogram: %1</source>
        <translation>打印直方图：%1</translation>
    </message>
    <message>
        <source>Remove the variable %1</source>
        <translation>删除变量 %1</translation>
    </message>
    <message>
        <source>Remove the function %1</source>
        <translation>删除函数 %1</translation>
    </message>
    <message>
        <source>Declare the global %1</source>
        <translation>声明全局变量 %1</translation>
    </message>
    <message>
        <source>Write all punctuation as plain ASCII (%1 places)</source>
        <translation>把所有标点改为 ASCII（%1 处）</translation>
    </message>
    <message>
        <source>Declared in line %1.</source>
        <translation>在第 %1 行声明。</translation>
    </message>
    <message>
        <source>From the library: %1.</source>
        <translation>来自脚本库：%1。</translation>
    </message>
    <message>
        <source>What the probed function returns.</source>
        <translation>被探测函数返回的内容。</translation>
    </message>
    <message>
        <source>A parameter of the probed function.</source>
        <translation>被探测函数的参数。</translation>
    </message>
    <message>
        <source>A variable that is visible where the probe fires.</source>
        <translation>探测点触发处可见的变量。</translation>
    </message>
    <message>
        <source>A variable of the probed program; it is not known here.</source>
        <translation>被探测程序的变量；在此处未知。</translation>
    </message>
    <message>
        <source>An alias that this script defines.</source>
        <translation>此脚本定义的别名。</translation>
    </message>
    <message>
        <source>Alias of %1</source>
        <translation>%1 的别名</translation>
    </message>
    <message>
        <source>Sets %1 for its handlers.</source>
        <translation>为其处理程序设置 %1。</translation>
    </message>
    <message>
        <source>Means 1 place here:</source>
        <translation>在此表示 1 个位置：</translation>
    </message>
    <message>
        <source>Means %1 places here:</source>
        <translation>在此表示 %1 个位置：</translation>
    </message>
    <message>
        <source>Variables: %1</source>
        <translation>变量：%1</translation>
    </message>
    <message>
        <source>%1 is an operator of the language and cannot be renamed.</source>
        <translation>%1 是语言的运算符，不能改名。</translation>
    </message>
    <message>
        <source>“%1” is part of a probe point; what it names is not declared by this script.</source>
        <translation>“%1”是探测点的一部分；它所指的内容不是由此脚本声明的。</translation>
    </message>
    <message>
        <source>“%1” is a name of the probed program and cannot be renamed here.</source>
        <translation>“%1”是被探测程序中的名字，不能在此改名。</translation>
    </message>
    <message>
        <source>“%1” is not declared in this script; only the library could rename it.</source>
        <translation>“%1”不是在此脚本中声明的；只能在脚本库中改名。</translation>
    </message>
    <message>
        <source>“%1” is set by an alias for the handlers that use it; rename it there by hand too.</source>
        <translation>“%1”由别名为使用它的处理程序设置；也请在那里手动改名。</translation>
    </message>
    <message>
        <source>“%1” is set by the alias of this probe point and cannot be renamed here.</source>
        <translation>“%1”由此探测点的别名设置，不能在此改名。</translation>
    </message>
    <message>
        <source>There is no name here that could be renamed.</source>
        <translation>这里没有可以改名的名字。</translation>
    </message>
    <message>
        <source>“%1” is no name: names are letters, digits and _, and begin with no digit.</source>
        <translation>“%1”不是名字：名字由字母、数字和 _ 组成，且不以数字开头。</translation>
    </message>
    <message>
        <source>“%1” is a word of the language; choose another name.</source>
        <translation>“%1”是语言的关键字；请换一个名字。</translation>
    </message>
    <message>
        <source>“%1” is already used where “%2” is seen; choose another name.</source>
        <translation>在“%2”可见之处，“%1”已被使用；请换一个名字。</translation>
    </message>
    <message>
        <source>memory at this address, as bytes; the precision says how many, # that it is the program&apos;s and not the kernel&apos;s</source>
        <translation>此地址处的内存，按原始字节输出；精度表示字节数，# 表示是程序的而非内核的内存</translation>
    </message>
    <message>
        <source>memory at this address, in hexadecimal; the precision says how many bytes, # that it is the program&apos;s and not the kernel&apos;s</source>
        <translation>此地址处的内存，以十六进制输出；精度表示字节数，# 表示是程序的而非内核的内存</translation>
    </message>
    <message>
        <source>The kernel&apos;s version, up to the first dash.</source>
        <translation>内核版本，到第一个连字符为止。</translation>
    </message>
    <message>
        <source>The kernel&apos;s release, as uname -r says it.</source>
        <translation>内核发行号，即 uname -r 的输出。</translation>
    </message>
    <message>
        <source>The processor&apos;s architecture.</source>
        <translation>处理器架构。</translation>
    </message>
    <message>
        <source>The version of the language; --compatible sets it.</source>
        <translation>语言版本；由 --compatible 设置。</translation>
    </message>
    <message>
        <source>What the user may do: &quot;stapdev&quot;, &quot;stapsys&quot; or &quot;stapusr&quot;.</source>
        <translation>用户的权限：“stapdev”、“stapsys”或“stapusr”。</translation>
    </message>
    <message>
        <source>What the script runs as.</source>
        <translation>脚本的运行方式。</translation>
    </message>
    <message>
        <source>1 in guru mode (-g), otherwise 0.</source>
        <translation>在 guru 模式（-g）下为 1，否则为 0。</translation>
    </message>
    <message>
        <source>1 where register() can be used.</source>
        <translation>可以使用 register() 时为 1。</translation>
    </message>
    <message>
        <source>Set by the probe point&apos;s alias.</source>
        <translation>由探测点的别名设置。</translation>
    </message>
    <message>
        <source>Places in the script that set it: %1; that read it: %2.</source>
        <translation>脚本中设置它的位置：%1 处；读取它的位置：%2 处。</translation>
    </message>
    <message>
        <source>Cost class: low (a tracepoint, about 0.1 µs a hit).</source>
        <translation>开销级别：低（跟踪点，每次命中约 0.1 微秒）。</translation>
    </message>
    <message>
        <source>Cost class: low (a function of the kernel, below 1 µs a hit).</source>
        <translation>开销级别：低（内核函数，每次命中不到 1 微秒）。</translation>
    </message>
    <message>
        <source>Cost class: medium (the kernel emulates the instruction, about 1 µs a hit).</source>
        <translation>开销级别：中（由内核模拟该指令，每次命中约 1 微秒）。</translation>
    </message>
    <message>
        <source>Cost class: high (the kernel single-steps the instruction, about 10 µs a hit).</source>
        <translation>开销级别：高（内核单步执行该指令，每次命中约 10 微秒）。</translation>
    </message>
    <message>
        <source>Places: %1.</source>
        <translation>位置：%1 处。</translation>
    </message>
    <message>
        <source>Where the kernel asks its security modules whether something is allowed.</source>
        <translation>内核询问其安全模块是否允许某事的地方。</translation>
    </message>
</context>
<context>
    <name>SourceView</name>
    <message>
        <source>A probe of the script is here.</source>
        <translation>脚本的一个探测点在这里。</translation>
    </message>
    <message>
        <source>A probe of the line goes here.</source>
        <translation>对该行的探测会放在这里。</translation>
    </message>
    <message>
        <source>The kernel may refuse a probe on this instruction.</source>
        <translation>内核可能拒绝在这条指令上放置探测点。</translation>
    </message>
    <message>
        <source>A probe here makes the kernel single-step the instruction.</source>
        <translation>在此探测会使内核单步执行该指令。</translation>
    </message>
    <message>
        <source>The kernel emulates this instruction: a probe here is cheap.</source>
        <translation>内核会模拟这条指令：在此探测开销很小。</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>stepped</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>emulated</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Instruction</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Probe cost</source>
        <translation>探测开销</translation>
    </message>
    <message>
        <source>Machine instructions</source>
        <translation>机器指令</translation>
    </message>
    <message>
        <source>Where Is %1?</source>
        <translation>%1 在哪里？</translation>
    </message>
    <message>
        <source>%1;;All files (*)</source>
        <translation>%1;;所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 (read only) – in %2</source>
        <translation>%1（只读）– 位于 %2</translation>
    </message>
    <message>
        <source>Where is %1? Its lines can be probed by their numbers without it.</source>
        <translation>%1 在哪里？没有它也可以按行号探测。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Machine code</source>
        <translation>机器码</translation>
    </message>
    <message>
        <source>Shows the instructions of the function, and where a probe goes</source>
        <translation>显示函数的指令以及探测点的位置</translation>
    </message>
    <message>
        <source>%1 has no code of this file.</source>
        <translation>%1 中没有此文件的代码。</translation>
    </message>
    <message>
        <source>%1 has no debuginfo.</source>
        <translation>%1 没有调试信息。</translation>
    </message>
    <message>
        <source>inlined into %1</source>
        <translation>内联到 %1 中</translation>
    </message>
    <message>
        <source>slow site: the instruction is single-stepped</source>
        <translation>慢位置：该指令要单步执行</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源代码</translation>
    </message>
    <message>
        <source>Take the Probe of Line %1 Away</source>
        <translation>取消对第 %1 行的探测</translation>
    </message>
    <message>
        <source>Probe Line %1</source>
        <translation>探测第 %1 行</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Line %1: no code</source>
        <translation>第 %1 行：没有代码</translation>
    </message>
    <message>
        <source>○ Line %1: F9 probes it</source>
        <translation>○ 第 %1 行：按 F9 探测</translation>
    </message>
    <message>
        <source>◐ Line %1: in inlined copies only, F9 probes them</source>
        <translation>◐ 第 %1 行：只在内联副本中，按 F9 探测它们</translation>
    </message>
    <message>
        <source>● Line %1: probed, F9 takes it away</source>
        <translation>● 第 %1 行：已探测，按 F9 取消</translation>
    </message>
    <message>
        <source>Enter tells what can be read in the line.</source>
        <translation>按回车键显示这一行可以读到什么。</translation>
    </message>
    <message>
        <source>it is there in line %1</source>
        <translation>它在第 %1 行可用</translation>
    </message>
    <message>
        <source>the compiler keeps it nowhere at this instruction</source>
        <translation>编译器在这条指令处没有在任何地方保存它</translation>
    </message>
    <message>
        <source>the compiler has optimised it out of the whole function, or it is not in scope here</source>
        <translation>编译器已把它从整个函数中优化掉，或者它在这里不在作用域内</translation>
    </message>
    <message>
        <source>Counted from the beginning of %1 in the module&apos;s file.</source>
        <translation>从模块文件中 %1 的开头起计算。</translation>
    </message>
    <message>
        <source>ftrace</source>
        <translation>ftrace</translation>
    </message>
    <message>
        <source>jump</source>
        <translation>跳转</translation>
    </message>
    <message>
        <source>trap</source>
        <translation>陷阱</translation>
    </message>
    <message>
        <source>Cheap: the function&apos;s entry calls ftrace, which the probe uses.</source>
        <translation>开销小：函数入口会调用 ftrace，探针利用了它。</translation>
    </message>
    <message>
        <source>Cheap: the kernel can put a jump to the probe here.</source>
        <translation>开销小：内核可以在此处放置到探针的跳转。</translation>
    </message>
    <message>
        <source>Slow: a breakpoint (int3), since a jump would not fit before the function&apos;s end.</source>
        <translation>开销大：断点（int3），因为到函数末尾放不下一条跳转指令。</translation>
    </message>
    <message>
        <source>Slow: a breakpoint (int3), since a jump&apos;s five bytes would cover a call, a branch or the like.</source>
        <translation>开销大：断点（int3），因为跳转的五个字节会覆盖调用、分支等指令。</translation>
    </message>
    <message>
        <source>Slow: a breakpoint (int3), since the function jumps into a jump&apos;s five bytes.</source>
        <translation>开销大：断点（int3），因为函数会跳入这条跳转的五个字节之中。</translation>
    </message>
    <message>
        <source>Slow: a breakpoint (int3), since the function has indirect jumps.</source>
        <translation>开销大：断点（int3），因为函数中有间接跳转。</translation>
    </message>
    <message>
        <source>Slow: a breakpoint (int3), since the function has instructions that may fault and are fixed up.</source>
        <translation>开销大：断点（int3），因为函数中有可能出错并被修正的指令。</translation>
    </message>
    <message>
        <source>Slow: a breakpoint (int3), since the kernel rewrites these bytes itself.</source>
        <translation>开销大：断点（int3），因为内核会自行改写这些字节。</translation>
    </message>
    <message>
        <source>Slow: a breakpoint (int3), since not all of the function&apos;s code can be read.</source>
        <translation>开销大：断点（int3），因为不能读取该函数的全部代码。</translation>
    </message>
    <message>
        <source>Slow: a breakpoint (int3).</source>
        <translation>开销大：断点（int3）。</translation>
    </message>
    <message>
        <source>debuginfod is asked for %1…</source>
        <translation>正在向 debuginfod 请求 %1…</translation>
    </message>
    <message>
        <source>debuginfod has no copy of %1. Its lines can be probed by their numbers without it.</source>
        <translation>debuginfod 没有 %1 的副本。没有它也可以按行号探测。</translation>
    </message>
    <message>
        <source>Ask Again</source>
        <translation>再次请求</translation>
    </message>
    <message>
        <source>Ask debuginfod</source>
        <translation>请求 debuginfod</translation>
    </message>
    <message>
        <source>Fetches the text from the servers that DEBUGINFOD_URLS names.</source>
        <translation>从 DEBUGINFOD_URLS 指定的服务器获取文本。</translation>
    </message>
    <message>
        <source>inlined into %1, line %2</source>
        <translation>内联到 %1，第 %2 行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>tapscope::app::Assistance</name>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>使用处</translation>
    </message>
</context>
<context>
    <name>tapscope::app::CheatSheet</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>tapscope::app::DocumentArea</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Open Script</source>
        <translation>打开脚本</translation>
    </message>
    <message>
        <source>Save Script</source>
        <translation>保存脚本</translation>
    </message>
    <message>
        <source>Save Script As</source>
        <translation>脚本另存为</translation>
    </message>
    <message>
        <source>SystemTap scripts (*.stp);;All files (*)</source>
        <translation>SystemTap 脚本 (*.stp);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Unsaved Changes</source>
        <translation>未保存的修改</translation>
    </message>
    <message>
        <source>“%1” has changes that are not saved.</source>
        <translation>“%1”有尚未保存的修改。</translation>
    </message>
    <message>
        <source>They are lost if you close it without saving.</source>
        <translation>如果不保存就关闭，这些修改会丢失。</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Another program has changed “%1” since you opened it.</source>
        <translation>自您打开“%1”以来，另一个程序修改了它。</translation>
    </message>
    <message>
        <source>Saving puts your text in place of the other program&apos;s.</source>
        <translation>保存会用您的文本替换另一个程序的内容。</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
    <message>
        <source>Close &amp;Others</source>
        <translation>关闭其他(&amp;O)</translation>
    </message>
    <message>
        <source>Close &amp;All</source>
        <translation>全部关闭(&amp;A)</translation>
    </message>
    <message>
        <source>Copy &amp;Path</source>
        <translation>复制路径(&amp;P)</translation>
    </message>
    <message>
        <source>Open &amp;Folder</source>
        <translation>打开所在文件夹(&amp;F)</translation>
    </message>
</context>
<context>
    <name>tapscope::app::DocumentRecovery</name>
    <message>
        <source>Tapscope ended before “%1” was saved. This is its text from shortly before.</source>
        <translation>Tapscope 在“%1”保存之前结束了。这是此前不久的文本。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Goes on with this text; it is not saved yet</source>
        <translation>继续使用此文本；它尚未保存</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Goes back to what was saved; undo brings this text back</source>
        <translation>回到已保存的内容；撤销可恢复此文本</translation>
    </message>
</context>
<context>
    <name>tapscope::app::Exploration</name>
    <message>
        <source>Probes</source>
        <translation>探测点</translation>
    </message>
    <message>
        <source>Add Program or Library</source>
        <translation>添加程序或库</translation>
    </message>
    <message>
        <source>Line %1 is probed by a wildcard or a range of the script. Change it there.</source>
        <translation>第 %1 行由脚本中的通配符或范围探测。请在那里修改。</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源代码</translation>
    </message>
    <message>
        <source>Open a source first: choose a file or function in the probe browser, and “Show the Source”.</source>
        <translation>请先打开一个源文件：在探测点浏览器中选择文件或函数，然后“显示源代码”。</translation>
    </message>
    <message>
        <source>Line %1 has no code of its own, so that nothing can be probed there.</source>
        <translation>第 %1 行没有自己的代码，因此无法探测。</translation>
    </message>
</context>
<context>
    <name>tapscope::app::FilesPanel</name>
    <message>
        <source>The script has ended, and its file is gone.</source>
        <translation>脚本已结束，它的文件已不存在。</translation>
    </message>
    <message>
        <source>Waiting for the script…</source>
        <translation>正在等待脚本…</translation>
    </message>
    <message numerus="yes">
        <source>%1: the script did not answer within %n second(s).</source>
        <translation>
            <numerusform>%1：脚本在 %n 秒内没有响应。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: the file could not be written: %2.</source>
        <translation>%1：无法写入文件：%2。</translation>
    </message>
    <message>
        <source>%1: the file could not be read: %2.</source>
        <translation>%1：无法读取文件：%2。</translation>
    </message>
    <message numerus="yes">
        <source>%1: the first %n byte(s) were read; there is more.</source>
        <translation>
            <numerusform>%1：已读取前 %n 个字节，后面还有内容。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n byte(s) written.</source>
        <translation>
            <numerusform>%1：已写入 %n 个字节。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n byte(s) read.</source>
        <translation>
            <numerusform>%1：已读取 %n 个字节。</numerusform>
        </translation>
    </message>
    <message>
        <source>“Read” asks the script for the file&apos;s text.</source>
        <translation>点按“读取”，向脚本索取文件的内容。</translation>
    </message>
    <message>
        <source>What you write to the file is listed here.</source>
        <translation>您写入该文件的内容会列在这里。</translation>
    </message>
    <message>
        <source>Files that a running script offers by procfs probes appear here, to read them and to write to them.</source>
        <translation>正在运行的脚本通过 procfs 探针提供的文件会显示在这里，可以读取和写入。</translation>
    </message>
    <message>
        <source>The script&apos;s files</source>
        <translation>脚本的文件</translation>
    </message>
    <message>
        <source>What the file holds</source>
        <translation>文件的内容</translation>
    </message>
    <message>
        <source>&amp;Read</source>
        <translation>读取(&amp;R)</translation>
    </message>
    <message>
        <source>Opens the file, for which the script makes its text</source>
        <translation>打开文件，由脚本生成其内容</translation>
    </message>
    <message>
        <source>&amp;Every second</source>
        <translation>每秒一次(&amp;E)</translation>
    </message>
    <message>
        <source>Reads the file again every second while it can be seen</source>
        <translation>面板可见时每秒重新读取该文件</translation>
    </message>
    <message>
        <source>A line to write to the file</source>
        <translation>要写入文件的一行文字</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>写入(&amp;W)</translation>
    </message>
    <message>
        <source>Writes the line, with a newline behind it, as echo would</source>
        <translation>写入这一行，并像 echo 那样在末尾加上换行符</translation>
    </message>
    <message>
        <source>Copy the Path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copies the file&apos;s path, for a program or a shell that reads or writes it</source>
        <translation>复制文件的路径，供读写它的程序或 shell 使用</translation>
    </message>
</context>
<context>
    <name>tapscope::app::KernelDialog</name>
    <message>
        <source>Browse Another Kernel</source>
        <translation>浏览另一个内核</translation>
    </message>
    <message>
        <source>Which kernel do you want to look at? Its debuginfo is enough: it does not have to run here.</source>
        <translation>您想查看哪个内核？有它的调试信息就够了：不必在这里运行。</translation>
    </message>
    <message>
        <source>Known kernels</source>
        <translation>已知的内核</translation>
    </message>
    <message>
        <source>&amp;Release, image (vmlinux) or folder:</source>
        <translation>版本、映像 (vmlinux) 或文件夹(&amp;R)：</translation>
    </message>
    <message>
        <source>Release, image or folder</source>
        <translation>版本、映像或文件夹</translation>
    </message>
    <message>
        <source>the running kernel</source>
        <translation>正在运行的内核</translation>
    </message>
    <message>
        <source>&amp;Image…</source>
        <translation>映像(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Folder…</source>
        <translation>文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>A folder to which a debug package was unpacked, or in which a kernel was built</source>
        <translation>解开了调试包的文件夹，或编译过内核的文件夹</translation>
    </message>
    <message>
        <source>%1 – the running kernel</source>
        <translation>%1 – 正在运行的内核</translation>
    </message>
    <message>
        <source>Debuginfo: %1</source>
        <translation>调试信息：%1</translation>
    </message>
    <message>
        <source>There is no kernel image with debuginfo.</source>
        <translation>没有带调试信息的内核映像。</translation>
    </message>
    <message>
        <source>Kernel Image with Debuginfo</source>
        <translation>带调试信息的内核映像</translation>
    </message>
    <message>
        <source>Kernel images (vmlinux*);;All files (*)</source>
        <translation>内核映像 (vmlinux*);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Folder of a Kernel</source>
        <translation>内核的文件夹</translation>
    </message>
</context>
<context>
    <name>tapscope::app::KeyList</name>
    <message>
        <source>&amp;Set</source>
        <translation>设置(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Default</source>
        <translation>默认(&amp;D)</translation>
    </message>
    <message>
        <source>Search a command or a key</source>
        <translation>搜索命令或按键</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Gives the command the key on the left</source>
        <translation>把左边的按键指定给这个命令</translation>
    </message>
    <message>
        <source>Takes all keys of the command away</source>
        <translation>去掉这个命令的所有按键</translation>
    </message>
    <message>
        <source>Gives the command the keys it had at first</source>
        <translation>恢复这个命令最初的按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Commands and keys</source>
        <translation>命令与按键</translation>
    </message>
    <message>
        <source>This key belongs to “%1”, which loses it.</source>
        <translation>这个按键属于“%1”，它将失去该按键。</translation>
    </message>
</context>
<context>
    <name>tapscope::app::Locator</name>
    <message>
        <source>functions of the program and the kernel</source>
        <translation>程序和内核的函数</translation>
    </message>
    <message>
        <source>source files, with a line: l tea.cpp:12</source>
        <translation>源文件，可带行号：l tea.cpp:12</translation>
    </message>
    <message>
        <source>tracepoints of the kernel</source>
        <translation>内核的跟踪点</translation>
    </message>
    <message>
        <source>marks that a program&apos;s author put into it</source>
        <translation>程序作者放入的标记</translation>
    </message>
    <message>
        <source>aliases and functions of the tapset</source>
        <translation>脚本库的别名和函数</translation>
    </message>
    <message>
        <source>system calls</source>
        <translation>系统调用</translation>
    </message>
    <message>
        <source>functions of the kernel alone</source>
        <translation>仅内核的函数</translation>
    </message>
    <message>
        <source>commands of this program</source>
        <translation>本程序的命令</translation>
    </message>
    <message>
        <source>Find functions, files, tracepoints, marks, tapset, commands…</source>
        <translation>查找函数、文件、跟踪点、标记、脚本库、命令…</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>查找任意内容</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>找到的内容</translation>
    </message>
    <message>
        <source>Enter shows it · Ctrl+Enter inserts a probe · Esc closes</source>
        <translation>Enter 显示 · Ctrl+Enter 插入探测点 · Esc 关闭</translation>
    </message>
    <message>
        <source>text in the scripts of this folder and the tapset</source>
        <translation>此文件夹的脚本和脚本库中的文本</translation>
    </message>
</context>
<context>
    <name>tapscope::app::MainWindow</name>
    <message>
        <source>Open Script</source>
        <translation>打开脚本</translation>
    </message>
    <message>
        <source>SystemTap scripts (*.stp);;All files (*)</source>
        <translation>SystemTap 脚本 (*.stp);;所有文件 (*)</translation>
    </message>
    <message>
        <source>&amp;New Script</source>
        <translation>新建脚本(&amp;N)</translation>
    </message>
    <message>
        <source>Starts an empty script</source>
        <translation>新建一个空脚本</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Opens a script from a file</source>
        <translation>从文件打开脚本</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Saves the script</source>
        <translation>保存脚本</translation>
    </message>
    <message>
        <source>Save &amp;As…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Saves the script in another file</source>
        <translation>把脚本保存到另一个文件</translation>
    </message>
    <message>
        <source>&amp;Close Script</source>
        <translation>关闭脚本(&amp;C)</translation>
    </message>
    <message>
        <source>Closes the script&apos;s tab</source>
        <translation>关闭脚本的标签页</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Ends the program; a run is stopped first</source>
        <translation>退出程序；正在进行的运行会先停止</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Takes the last change back</source>
        <translation>撤销上一次修改</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Makes the change again</source>
        <translation>重做被撤销的修改</translation>
    </message>
    <message>
        <source>Toggle Co&amp;mment</source>
        <translation>切换注释(&amp;M)</translation>
    </message>
    <message>
        <source>Comments the selected lines, or takes the comment away</source>
        <translation>注释所选的行，或取消注释</translation>
    </message>
    <message>
        <source>Fix &amp;Indentation</source>
        <translation>整理缩进(&amp;I)</translation>
    </message>
    <message>
        <source>Indents the selected lines by their braces</source>
        <translation>按花括号缩进所选的行</translation>
    </message>
    <message>
        <source>Show Fi&amp;xes</source>
        <translation>显示修正(&amp;X)</translation>
    </message>
    <message>
        <source>Shows what would mend the problem under the cursor</source>
        <translation>显示光标处问题的修正办法</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>查找(&amp;F)…</translation>
    </message>
    <message>
        <source>Searches the script, the console or the call tree</source>
        <translation>在脚本、控制台或调用树中查找</translation>
    </message>
    <message>
        <source>Find &amp;Next</source>
        <translation>查找下一个(&amp;N)</translation>
    </message>
    <message>
        <source>Goes to the next match</source>
        <translation>转到下一处匹配</translation>
    </message>
    <message>
        <source>Goes to the match before</source>
        <translation>转到上一处匹配</translation>
    </message>
    <message>
        <source>Go to &amp;Line…</source>
        <translation>转到行(&amp;L)…</translation>
    </message>
    <message>
        <source>Goes to a line by its number</source>
        <translation>按行号转到某一行</translation>
    </message>
    <message>
        <source>&amp;Back to the Editor</source>
        <translation>回到编辑器(&amp;B)</translation>
    </message>
    <message>
        <source>Closes the find bar and goes on writing</source>
        <translation>关闭查找栏，继续编写</translation>
    </message>
    <message>
        <source>&amp;Check</source>
        <translation>检查(&amp;C)</translation>
    </message>
    <message>
        <source>Translates the script and has the kernel verify it, without running it</source>
        <translation>翻译脚本并由内核校验，但不运行</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Runs the script and shows what it sees</source>
        <translation>运行脚本并显示它看到的内容</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Freezes the display; the program and the script run on</source>
        <translation>冻结显示；程序和脚本继续运行</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Ends the run and takes all probes off</source>
        <translation>结束运行并移除所有探测点</translation>
    </message>
    <message>
        <source>&amp;Problems</source>
        <translation>问题(&amp;P)</translation>
    </message>
    <message>
        <source>Shows what is wrong with the script</source>
        <translation>显示脚本中的问题</translation>
    </message>
    <message>
        <source>&amp;Console</source>
        <translation>控制台(&amp;C)</translation>
    </message>
    <message>
        <source>Shows what the script prints</source>
        <translation>显示脚本的输出</translation>
    </message>
    <message>
        <source>Call &amp;Tree</source>
        <translation>调用树(&amp;T)</translation>
    </message>
    <message>
        <source>Shows the calls as a tree</source>
        <translation>以树的形式显示调用</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Makes the script&apos;s text larger</source>
        <translation>放大脚本文字</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Makes the script&apos;s text smaller</source>
        <translation>缩小脚本文字</translation>
    </message>
    <message>
        <source>&amp;Normal Size</source>
        <translation>正常大小(&amp;N)</translation>
    </message>
    <message>
        <source>Gives the script&apos;s text its usual size</source>
        <translation>恢复脚本文字的正常大小</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>Puts all parts of the window back where they were at first</source>
        <translation>把窗口的各部分恢复到最初的位置</translation>
    </message>
    <message>
        <source>&amp;Welcome Page</source>
        <translation>欢迎页(&amp;W)</translation>
    </message>
    <message>
        <source>Shows the first page, with examples and what this machine offers</source>
        <translation>显示首页：示例以及本机的条件</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Lists all keys</source>
        <translation>列出所有快捷键</translation>
    </message>
    <message>
        <source>&amp;About Tapscope</source>
        <translation>关于 Tapscope(&amp;A)</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>版本与许可证</translation>
    </message>
    <message>
        <source>As the &amp;Desktop</source>
        <translation>跟随桌面(&amp;D)</translation>
    </message>
    <message>
        <source>Light or dark, as the desktop is</source>
        <translation>明暗与桌面一致</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>Dark text on light ground</source>
        <translation>浅底深字</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>深色(&amp;A)</translation>
    </message>
    <message>
        <source>Light text on dark ground</source>
        <translation>深底浅字</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>外观(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Call tree</source>
        <translation>调用树</translation>
    </message>
    <message>
        <source>Forget These</source>
        <translation>清除列表</translation>
    </message>
    <message>
        <source>About Tapscope</source>
        <translation>关于 Tapscope</translation>
    </message>
    <message>
        <source>An IDE for SystemTap scripts that runs them as eBPF.

© 2026 The Tapscope developers
Licence: GPL 3.0 or later</source>
        <translation>SystemTap 脚本的集成开发环境，以 eBPF 运行脚本。

© 2026 The Tapscope developers
许可证：GPL 3.0 或更高版本</translation>
    </message>
    <message>
        <source>Stopping: the probes are being taken off…</source>
        <translation>正在停止：正在移除探测点…</translation>
    </message>
    <message>
        <source>Go &amp;On</source>
        <translation>继续(&amp;O)</translation>
    </message>
    <message>
        <source>Shows what has happened meanwhile</source>
        <translation>显示这段时间里发生的事</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Finished.</source>
        <translation>已结束。</translation>
    </message>
    <message>
        <source>The command was ended by signal %1 (%2).</source>
        <translation>命令被信号 %1（%2）终止。</translation>
    </message>
    <message>
        <source>The command exited with status %1.</source>
        <translation>命令以状态 %1 退出。</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: where it is written is not known (no debug information).</source>
        <translation>%1：不知道它写在哪里（没有调试信息）。</translation>
    </message>
    <message>
        <source>&amp;Globals</source>
        <translation>全局变量(&amp;G)</translation>
    </message>
    <message>
        <source>Shows the script&apos;s global variables while it runs</source>
        <translation>在脚本运行时显示其全局变量</translation>
    </message>
    <message>
        <source>&amp;Probes</source>
        <translation>探测点(&amp;P)</translation>
    </message>
    <message>
        <source>Globals</source>
        <translation>全局变量</translation>
    </message>
    <message>
        <source>Probe &amp;Browser</source>
        <translation>探测点浏览器(&amp;B)</translation>
    </message>
    <message>
        <source>Shows all that can be probed, to search and to open</source>
        <translation>显示所有可探测的内容，供搜索和打开</translation>
    </message>
    <message>
        <source>&amp;Add Program…</source>
        <translation>添加程序(&amp;A)…</translation>
    </message>
    <message>
        <source>Shows a program or library in the probe browser</source>
        <translation>在探测点浏览器中显示一个程序或库</translation>
    </message>
    <message>
        <source>&amp;Source</source>
        <translation>源代码(&amp;S)</translation>
    </message>
    <message>
        <source>Shows the program&apos;s source, to set probes on its lines</source>
        <translation>显示程序的源代码，以便在其行上设置探测点</translation>
    </message>
    <message>
        <source>&amp;Probe This Line</source>
        <translation>探测此行(&amp;P)</translation>
    </message>
    <message>
        <source>Sets the probe of the current source line, or takes it away</source>
        <translation>设置或取消对当前源代码行的探测</translation>
    </message>
    <message>
        <source>F&amp;ormat Script</source>
        <translation>格式化脚本(&amp;O)</translation>
    </message>
    <message>
        <source>Sets indentation and blanks of the whole script by one rule</source>
        <translation>按统一规则设置整个脚本的缩进和空白</translation>
    </message>
    <message>
        <source>Insert &amp;Snippet…</source>
        <translation>插入代码片段(&amp;S)…</translation>
    </message>
    <message>
        <source>Offers pieces of script to fill in; typing a snippet&apos;s name and Tab does the same</source>
        <translation>提供可填写的脚本片段；输入片段名并按 Tab 效果相同</translation>
    </message>
    <message>
        <source>Next &amp;Problem</source>
        <translation>下一个问题(&amp;P)</translation>
    </message>
    <message>
        <source>Goes to the next problem in the script</source>
        <translation>转到脚本中的下一个问题</translation>
    </message>
    <message>
        <source>Previous P&amp;roblem</source>
        <translation>上一个问题(&amp;R)</translation>
    </message>
    <message>
        <source>Goes to the problem before</source>
        <translation>转到前一个问题</translation>
    </message>
    <message>
        <source>&amp;Complete</source>
        <translation>补全(&amp;C)</translation>
    </message>
    <message>
        <source>Proposes what can be written at the cursor</source>
        <translation>提示光标处可以写的内容</translation>
    </message>
    <message>
        <source>Show &amp;Parameters</source>
        <translation>显示参数(&amp;P)</translation>
    </message>
    <message>
        <source>Shows the parameters of the call around the cursor</source>
        <translation>显示光标所在调用的参数</translation>
    </message>
    <message>
        <source>&amp;Describe</source>
        <translation>说明(&amp;D)</translation>
    </message>
    <message>
        <source>Tells what is known about the word at the cursor</source>
        <translation>说明光标处单词的已知信息</translation>
    </message>
    <message>
        <source>&amp;Go to Definition</source>
        <translation>转到定义(&amp;G)</translation>
    </message>
    <message>
        <source>Goes to where the name comes from: in the script, the library or the probed program; Ctrl+click does the same</source>
        <translation>转到名字的来源：脚本、脚本库或被探测的程序；Ctrl+单击效果相同</translation>
    </message>
    <message>
        <source>Find &amp;Uses</source>
        <translation>查找使用处(&amp;U)</translation>
    </message>
    <message>
        <source>Lists all places of the name in the script</source>
        <translation>列出脚本中该名字的所有位置</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>重命名(&amp;R)…</translation>
    </message>
    <message>
        <source>Gives the name another one everywhere in the script</source>
        <translation>在整个脚本中给该名字改名</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>后退(&amp;B)</translation>
    </message>
    <message>
        <source>Goes back to where a name was followed from</source>
        <translation>回到跟随名字之前的位置</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>前进(&amp;F)</translation>
    </message>
    <message>
        <source>Goes on to where a name was followed to</source>
        <translation>前进到跟随名字之后的位置</translation>
    </message>
    <message>
        <source>&amp;Outline</source>
        <translation>大纲(&amp;O)</translation>
    </message>
    <message>
        <source>Shows the script&apos;s probes, functions and variables</source>
        <translation>显示脚本的探测点、函数和变量</translation>
    </message>
    <message>
        <source>R&amp;eplace…</source>
        <translation>替换(&amp;E)…</translation>
    </message>
    <message>
        <source>Replaces text or expressions in the script or in what is selected</source>
        <translation>在脚本或选中内容中替换文本或表达式</translation>
    </message>
    <message>
        <source>Find Pre&amp;vious</source>
        <translation>查找上一个(&amp;V)</translation>
    </message>
    <message>
        <source>Move Lines &amp;Up</source>
        <translation>上移行(&amp;U)</translation>
    </message>
    <message>
        <source>Moves the selected lines up by one</source>
        <translation>把选中的行上移一行</translation>
    </message>
    <message>
        <source>Move Lines &amp;Down</source>
        <translation>下移行(&amp;D)</translation>
    </message>
    <message>
        <source>Moves the selected lines down by one</source>
        <translation>把选中的行下移一行</translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation>重复(&amp;U)</translation>
    </message>
    <message>
        <source>Repeats the line, or what is selected</source>
        <translation>重复该行或选中的内容</translation>
    </message>
    <message>
        <source>D&amp;elete Lines</source>
        <translation>删除行(&amp;E)</translation>
    </message>
    <message>
        <source>Takes the selected lines away</source>
        <translation>删除选中的行</translation>
    </message>
    <message>
        <source>&amp;Join Lines</source>
        <translation>合并行(&amp;J)</translation>
    </message>
    <message>
        <source>Puts the next line, or the selected lines, into one line</source>
        <translation>把下一行或选中的行合并为一行</translation>
    </message>
    <message>
        <source>Add Cursor &amp;Above</source>
        <translation>在上方添加光标(&amp;A)</translation>
    </message>
    <message>
        <source>One more cursor, in the line above; Alt+click puts one anywhere</source>
        <translation>在上一行再添加一个光标；Alt+单击可放在任意位置</translation>
    </message>
    <message>
        <source>Add Cursor &amp;Below</source>
        <translation>在下方添加光标(&amp;B)</translation>
    </message>
    <message>
        <source>One more cursor, in the line below; Alt+Shift+arrows select a rectangle</source>
        <translation>在下一行再添加一个光标；Alt+Shift+方向键选择矩形</translation>
    </message>
    <message>
        <source>Add &amp;Next Occurrence</source>
        <translation>添加下一处(&amp;N)</translation>
    </message>
    <message>
        <source>Selects the word; if one is selected, its next occurrence, too</source>
        <translation>选中单词；如已选中，则同时选中其下一处</translation>
    </message>
    <message>
        <source>Select A&amp;ll Occurrences</source>
        <translation>选中所有出现处(&amp;L)</translation>
    </message>
    <message>
        <source>Selects every occurrence of the word</source>
        <translation>选中该单词的每一处</translation>
    </message>
    <message>
        <source>&amp;Cursors at Line Ends</source>
        <translation>在行尾放置光标(&amp;C)</translation>
    </message>
    <message>
        <source>A cursor at the end of each selected line</source>
        <translation>在每个选中行的末尾放一个光标</translation>
    </message>
    <message>
        <source>&amp;Fold or Unfold</source>
        <translation>折叠或展开(&amp;F)</translation>
    </message>
    <message>
        <source>Closes the block around the cursor, or opens it</source>
        <translation>折叠或展开光标所在的块</translation>
    </message>
    <message>
        <source>Fold &amp;All</source>
        <translation>全部折叠(&amp;A)</translation>
    </message>
    <message>
        <source>Closes all blocks</source>
        <translation>折叠所有块</translation>
    </message>
    <message>
        <source>&amp;Unfold All</source>
        <translation>全部展开(&amp;U)</translation>
    </message>
    <message>
        <source>Opens all blocks</source>
        <translation>展开所有块</translation>
    </message>
    <message>
        <source>&amp;Toggle Bookmark</source>
        <translation>切换书签(&amp;T)</translation>
    </message>
    <message>
        <source>Marks the line to come back to it</source>
        <translation>给该行做标记以便返回</translation>
    </message>
    <message>
        <source>&amp;Next Bookmark</source>
        <translation>下一个书签(&amp;N)</translation>
    </message>
    <message>
        <source>Goes to the next marked line</source>
        <translation>转到下一个有标记的行</translation>
    </message>
    <message>
        <source>&amp;Previous Bookmark</source>
        <translation>上一个书签(&amp;P)</translation>
    </message>
    <message>
        <source>Goes to the marked line before</source>
        <translation>转到前一个有标记的行</translation>
    </message>
    <message>
        <source>&amp;Remove All Bookmarks</source>
        <translation>删除所有书签(&amp;R)</translation>
    </message>
    <message>
        <source>Takes all marks of this script away</source>
        <translation>去掉此脚本的所有标记</translation>
    </message>
    <message>
        <source>Show &amp;Overview</source>
        <translation>显示概览(&amp;O)</translation>
    </message>
    <message>
        <source>Shows the script from far away, beside the text</source>
        <translation>在文本旁显示脚本的缩略概览</translation>
    </message>
    <message>
        <source>&amp;Wrap Long Lines</source>
        <translation>长行换行(&amp;W)</translation>
    </message>
    <message>
        <source>Breaks lines at the window&apos;s edge</source>
        <translation>在窗口边缘换行</translation>
    </message>
    <message>
        <source>Show &amp;Blanks</source>
        <translation>显示空白(&amp;B)</translation>
    </message>
    <message>
        <source>Shows spaces and tabulators</source>
        <translation>显示空格和制表符</translation>
    </message>
    <message>
        <source>&amp;Assist</source>
        <translation>辅助(&amp;A)</translation>
    </message>
    <message>
        <source>L&amp;ines</source>
        <translation>行(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Cursors</source>
        <translation>光标(&amp;C)</translation>
    </message>
    <message>
        <source>Fol&amp;ding</source>
        <translation>折叠(&amp;D)</translation>
    </message>
    <message>
        <source>Boo&amp;kmarks</source>
        <translation>书签(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Display</source>
        <translation>显示(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Find Anything…</source>
        <translation>查找任意内容(&amp;F)…</translation>
    </message>
    <message>
        <source>Finds functions, files, tracepoints, marks, the tapset and commands by a few letters</source>
        <translation>用几个字母查找函数、文件、跟踪点、标记、脚本库和命令</translation>
    </message>
    <message>
        <source>Browse Another &amp;Kernel…</source>
        <translation>浏览另一个内核(&amp;K)…</translation>
    </message>
    <message>
        <source>Shows a kernel that does not run here in the probe browser, by its debuginfo</source>
        <translation>凭调试信息在探测点浏览器中显示一个不在这里运行的内核</translation>
    </message>
    <message>
        <source>Save A&amp;ll</source>
        <translation>全部保存(&amp;L)</translation>
    </message>
    <message>
        <source>Saves every script that has changes</source>
        <translation>保存所有有改动的脚本</translation>
    </message>
    <message>
        <source>Reopen Closed Scri&amp;pt</source>
        <translation>重新打开关闭的脚本(&amp;P)</translation>
    </message>
    <message>
        <source>Opens the script again that was closed last</source>
        <translation>重新打开最后关闭的脚本</translation>
    </message>
    <message>
        <source>Ne&amp;xt Script</source>
        <translation>下一个脚本(&amp;X)</translation>
    </message>
    <message>
        <source>Shows the next tab</source>
        <translation>显示下一个标签页</translation>
    </message>
    <message>
        <source>Pre&amp;vious Script</source>
        <translation>上一个脚本(&amp;V)</translation>
    </message>
    <message>
        <source>Shows the tab before</source>
        <translation>显示前一个标签页</translation>
    </message>
    <message>
        <source>&amp;Write</source>
        <translation>编写(&amp;W)</translation>
    </message>
    <message>
        <source>Arranges the window to write a script</source>
        <translation>按编写脚本的需要布置窗口</translation>
    </message>
    <message>
        <source>&amp;Trace</source>
        <translation>跟踪(&amp;T)</translation>
    </message>
    <message>
        <source>Arranges the window to watch a run</source>
        <translation>按观察运行的需要布置窗口</translation>
    </message>
    <message>
        <source>&amp;Read Sources</source>
        <translation>阅读源代码(&amp;R)</translation>
    </message>
    <message>
        <source>Arranges the window to read the source of a program</source>
        <translation>按阅读程序源代码的需要布置窗口</translation>
    </message>
    <message>
        <source>Fill the &amp;Window</source>
        <translation>占满窗口(&amp;W)</translation>
    </message>
    <message>
        <source>The part with the focus fills the window, or gives the room back</source>
        <translation>让有焦点的部分占满窗口，或恢复原状</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>首选项(&amp;P)…</translation>
    </message>
    <message>
        <source>Font, appearance, language and keys</source>
        <translation>字体、外观、语言和按键</translation>
    </message>
    <message>
        <source>La&amp;yout</source>
        <translation>布局(&amp;Y)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>Takes what is selected away, to be pasted elsewhere</source>
        <translation>取走所选内容，以便粘贴到别处</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copies what is selected</source>
        <translation>复制所选内容</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Puts in what was cut or copied</source>
        <translation>插入剪切或复制的内容</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Selects everything</source>
        <translation>选择全部内容</translation>
    </message>
    <message>
        <source>Fix &amp;It</source>
        <translation>修正它(&amp;I)</translation>
    </message>
    <message>
        <source>Mends the problem under the cursor by the first fix, without asking</source>
        <translation>不经询问，用第一个修正办法改正光标处的问题</translation>
    </message>
    <message>
        <source>Find &amp;Command…</source>
        <translation>查找命令(&amp;C)…</translation>
    </message>
    <message>
        <source>Finds a command of this program by a few letters</source>
        <translation>凭几个字母查找本程序的命令</translation>
    </message>
    <message>
        <source>Find in &amp;Scripts…</source>
        <translation>在脚本中查找(&amp;S)…</translation>
    </message>
    <message>
        <source>Finds text in the scripts of this folder and in the tapset</source>
        <translation>在此文件夹的脚本和脚本库中查找文本</translation>
    </message>
    <message>
        <source>T&amp;ranslation</source>
        <translation>翻译过程(&amp;R)</translation>
    </message>
    <message>
        <source>Shows what becomes of the script: typed blocks, and instructions for the kernel</source>
        <translation>显示脚本变成了什么：带类型的基本块，以及交给内核的指令</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>翻译过程</translation>
    </message>
    <message>
        <source>Take Probe &amp;Off or Put It Back</source>
        <translation>取下或放回探测点(&amp;O)</translation>
    </message>
    <message>
        <source>Takes the running script&apos;s probe at the cursor off, or puts it back on</source>
        <translation>取下正在运行的脚本在光标处的探测点，或将它放回</translation>
    </message>
    <message>
        <source>&amp;Hits</source>
        <translation>命中(&amp;H)</translation>
    </message>
    <message>
        <source>Shows the probes of the running script, with their hits and losses, and takes them off</source>
        <translation>显示正在运行的脚本的探测点及其命中和丢失数，并可将它们取下</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>命中</translation>
    </message>
    <message>
        <source>No probe of the running script is at the cursor.</source>
        <translation>光标处没有正在运行的脚本的探测点。</translation>
    </message>
    <message>
        <source>%1 is taken off.</source>
        <translation>%1 已取下。</translation>
    </message>
    <message>
        <source>%1 is put back on.</source>
        <translation>%1 已放回。</translation>
    </message>
    <message>
        <source>&amp;Files</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Shows the files that the running script offers, to read them and to write to them</source>
        <translation>显示正在运行的脚本提供的文件，可以读取和写入</translation>
    </message>
    <message>
        <source>Files (%1)</source>
        <translation>文件（%1）</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Show &amp;Inlined Calls in Stacks</source>
        <translation>在调用栈中显示内联调用(&amp;I)</translation>
    </message>
    <message>
        <source>From the next run on, stacks of programs show the calls that were inlined, which SystemTap leaves out</source>
        <translation>从下次运行起，程序的调用栈会显示被内联的调用（SystemTap 不显示它们）</translation>
    </message>
    <message numerus="yes">
        <source>%1 event(s).</source>
        <translation>
            <numerusform>%1 个事件。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::app::PhaseStrip</name>
    <message>
        <source>parse</source>
        <translation>解析</translation>
    </message>
    <message>
        <source>resolve</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>attach</source>
        <translation>挂接</translation>
    </message>
    <message>
        <source>run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>detach</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Ready. Ctrl+B checks the script, Ctrl+R runs it.</source>
        <translation>就绪。Ctrl+B 检查脚本，Ctrl+R 运行脚本。</translation>
    </message>
    <message>
        <source>Failed. Click to see why</source>
        <translation>失败。点击查看原因</translation>
    </message>
</context>
<context>
    <name>tapscope::app::PlacesBox</name>
    <message>
        <source>Many Probes</source>
        <translation>大量探针</translation>
    </message>
    <message>
        <source>This script probes %1 places. Put the probes on?</source>
        <translation>此脚本要探测 %1 处。是否安放这些探针？</translation>
    </message>
    <message>
        <source>&amp;Put Them On</source>
        <translation>安放(&amp;P)</translation>
    </message>
    <message>
        <source>%1: %2 places</source>
        <translation>%1：%2 处</translation>
    </message>
    <message>
        <source>and %1 probes with fewer</source>
        <translation>以及 %1 个处数较少的探针</translation>
    </message>
    <message>
        <source>At %1 of them the kernel has to step through an instruction: a hit costs about ten times as much there.</source>
        <translation>其中 %1 处内核必须单步执行一条指令：那里每次命中的开销约为十倍。</translation>
    </message>
    <message>
        <source>This kernel takes %1 of them one by one, which may last.</source>
        <translation>此内核须逐个安放其中的 %1 处，可能需要较长时间。</translation>
    </message>
</context>
<context>
    <name>tapscope::app::Preferences</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>语言(&amp;L)：</translation>
    </message>
    <message>
        <source>&amp;Appearance:</source>
        <translation>外观(&amp;A)：</translation>
    </message>
    <message>
        <source>&amp;Font of scripts:</source>
        <translation>脚本字体(&amp;F)：</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 点</translation>
    </message>
    <message>
        <source>&amp;Size:</source>
        <translation>字号(&amp;S)：</translation>
    </message>
</context>
<context>
    <name>tapscope::app::ProbesModel</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Not probed: %1</source>
        <translation>未探测：%1</translation>
    </message>
    <message>
        <source>%1 is not probed: %2</source>
        <translation>%1 未被探测：%2</translation>
    </message>
    <message>
        <source>%1
The engine was asked, and has not answered yet.</source>
        <translation>%1
已向引擎提出请求，尚未得到答复。</translation>
    </message>
    <message>
        <source>%1
Line %2</source>
        <translation>%1
第 %2 行</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探测点</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>命中</translation>
    </message>
    <message>
        <source>Per second</source>
        <translation>每秒</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Buffer full</source>
        <translation>缓冲区满</translation>
    </message>
    <message>
        <source>Nested</source>
        <translation>嵌套</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>被锁</translation>
    </message>
    <message>
        <source>What is not ticked is taken off while the script runs on</source>
        <translation>未勾选的探测点被取下，脚本继续运行</translation>
    </message>
    <message>
        <source>How often the probe was hit</source>
        <translation>探测点被命中的次数</translation>
    </message>
    <message>
        <source>Hits a second, of late</source>
        <translation>最近每秒的命中次数</translation>
    </message>
    <message>
        <source>Places that are probed, of those that the probe is about</source>
        <translation>该探测点涉及的位置中，已被探测的数目</translation>
    </message>
    <message>
        <source>Run-time errors in the probe&apos;s statements</source>
        <translation>该探测点语句中的运行时错误</translation>
    </message>
    <message>
        <source>Lost: the buffer was full. Print less, or count instead</source>
        <translation>丢失：缓冲区已满。请减少打印，或改为计数</translation>
    </message>
    <message>
        <source>Skipped: the probe was hit while another was at work on the same processor</source>
        <translation>跳过：命中时，同一处理器上另一个探测点正在工作</translation>
    </message>
    <message>
        <source>Skipped: another processor held the variables that the probe changes</source>
        <translation>跳过：该探测点要修改的变量正被另一处理器占用</translation>
    </message>
    <message>
        <source>%1
Its condition does not hold now, so that it is not set.</source>
        <translation>%1
其条件现在不成立，因此未设置。</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>漏掉</translation>
    </message>
    <message>
        <source>Skipped: the kernel has room for the returns of so many calls at once only, or was in another probe. .maxactive(N) makes room for N calls</source>
        <translation>已跳过：内核只能同时保留一定数量的调用以等待其返回，或者当时正处于另一个探针中。.maxactive(N) 可为 N 个调用留出空间</translation>
    </message>
</context>
<context>
    <name>tapscope::app::ProbesPanel</name>
    <message numerus="yes">
        <source>%n probe(s)</source>
        <translation>
            <numerusform>%n 个探测点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken off</source>
        <translation>
            <numerusform>%n 个已取下</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) not probed</source>
        <translation>
            <numerusform>%n 个位置未探测</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>丢失 %1</translation>
    </message>
    <message>
        <source>nothing lost</source>
        <translation>没有丢失</translation>
    </message>
    <message>
        <source>Filter by probe point</source>
        <translation>按探测点筛选</translation>
    </message>
    <message>
        <source>Probes of the script</source>
        <translation>脚本的探测点</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Put &amp;All On</source>
        <translation>全部放回(&amp;A)</translation>
    </message>
    <message>
        <source>Take All &amp;Off</source>
        <translation>全部取下(&amp;O)</translation>
    </message>
    <message>
        <source>The probes of a running script appear here, with their hits and losses. A probe that is not ticked is taken off until it is ticked again.</source>
        <translation>这里显示正在运行的脚本的探测点及其命中和丢失数。未勾选的探测点会被取下，直到再次勾选。</translation>
    </message>
    <message numerus="yes">
        <source>%1 hit(s)</source>
        <translation>
            <numerusform>%1 次命中</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::app::ProblemsModel</name>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>note</source>
        <translation>说明</translation>
    </message>
</context>
<context>
    <name>tapscope::app::ProblemsPanel</name>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>No problems found.</source>
        <translation>没有发现问题。</translation>
    </message>
</context>
<context>
    <name>tapscope::app::RunBar</name>
    <message>
        <source>Run Bar</source>
        <translation>运行栏</translation>
    </message>
    <message>
        <source>Target:</source>
        <translation>目标：</translation>
    </message>
    <message>
        <source>Arguments:</source>
        <translation>参数：</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>What is traced: a command that is started for it, a running process, or nothing in particular</source>
        <translation>跟踪的对象：为此启动的命令、正在运行的进程，或不限定</translation>
    </message>
    <message>
        <source>Kind of target</source>
        <translation>目标种类</translation>
    </message>
    <message>
        <source>Command to run and trace, as: /bin/ls -l</source>
        <translation>要运行并跟踪的命令，例如：/bin/ls -l</translation>
    </message>
    <message>
        <source>Command to trace</source>
        <translation>要跟踪的命令</translation>
    </message>
    <message>
        <source>Number or name of a process</source>
        <translation>进程号或进程名</translation>
    </message>
    <message>
        <source>Process to trace</source>
        <translation>要跟踪的进程</translation>
    </message>
    <message>
        <source>$1 @2 …</source>
        <translation>$1 @2 …</translation>
    </message>
    <message>
        <source>What the script sees as $1, @1, $2 …</source>
        <translation>脚本中的 $1、@1、$2 …</translation>
    </message>
    <message>
        <source>Arguments of the script</source>
        <translation>脚本的参数</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Reads the list of processes again</source>
        <translation>重新读取进程列表</translation>
    </message>
</context>
<context>
    <name>tapscope::app::ScreenshotTour</name>
    <message>
        <source>The run did not end in time.</source>
        <translation>运行没有及时结束。</translation>
    </message>
    <message>
        <source>The folder %1 could not be made.</source>
        <translation>无法创建文件夹 %1。</translation>
    </message>
    <message>
        <source>The demonstration program was not found beside this program.</source>
        <translation>在本程序旁边没有找到演示程序。</translation>
    </message>
    <message>
        <source>%1 could not be written.</source>
        <translation>无法写入 %1。</translation>
    </message>
</context>
<context>
    <name>tapscope::app::StatusLine</name>
    <message>
        <source>Line %1, column %2</source>
        <translation>第 %1 行，第 %2 列</translation>
    </message>
    <message>
        <source>Release of the kernel</source>
        <translation>内核版本</translation>
    </message>
    <message>
        <source>%1 events/s</source>
        <translation>%1 事件/秒</translation>
    </message>
    <message>
        <source>lost %1</source>
        <translation>丢失 %1</translation>
    </message>
    <message>
        <source>No event of this run was lost</source>
        <translation>本次运行没有丢失事件</translation>
    </message>
    <message>
        <source>%1 did not fit into the buffer, %2 probe hits were skipped</source>
        <translation>%1 个事件因缓冲区已满丢失，%2 次探测命中被跳过</translation>
    </message>
    <message>
        <source>%1 cursors</source>
        <translation>%1 个光标</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>已选 %1 个字符</translation>
    </message>
    <message numerus="yes">
        <source>%1 event(s) in this run</source>
        <translation>
            <numerusform>本次运行共 %1 个事件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::app::TranslationColumn</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>全选(&amp;A)</translation>
    </message>
</context>
<context>
    <name>tapscope::app::TranslationPanel</name>
    <message>
        <source>All probes</source>
        <translation>所有探测点</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>“%1” was not found</source>
        <translation>未找到“%1”</translation>
    </message>
    <message>
        <source>Translating…</source>
        <translation>正在翻译…</translation>
    </message>
    <message>
        <source>What becomes of the script at hand appears here: its typed blocks, and the instructions that run in the kernel.</source>
        <translation>这里显示当前脚本变成了什么：带类型的基本块，以及在内核中运行的指令。</translation>
    </message>
    <message>
        <source>The script cannot be translated yet.</source>
        <translation>脚本现在还无法翻译。</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>Find in the translation</source>
        <translation>在翻译过程中查找</translation>
    </message>
    <message>
        <source>Probes to show</source>
        <translation>要显示的探测点</translation>
    </message>
    <message>
        <source>Shows what became of one probe only</source>
        <translation>只显示其中一个探测点的结果</translation>
    </message>
    <message>
        <source>Copy All</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Copies the intermediate representation and the instructions, each below the line that it comes from</source>
        <translation>复制中间表示和指令，各自列在其来源行的下面</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>Intermediate representation</source>
        <translation>中间表示</translation>
    </message>
    <message>
        <source>Kernel instructions</source>
        <translation>内核指令</translation>
    </message>
    <message>
        <source>Kernel instructions: none, all of it runs outside of the kernel</source>
        <translation>内核指令：没有，全部在内核之外运行</translation>
    </message>
</context>
<context>
    <name>tapscope::app::WelcomePage</name>
    <message>
        <source>Write a SystemTap script, run it, and watch what the program does.</source>
        <translation>编写 SystemTap 脚本，运行它，观察程序在做什么。</translation>
    </message>
    <message>
        <source>See it work</source>
        <translation>看看效果</translation>
    </message>
    <message>
        <source>Traces the demonstration program and shows its calls live</source>
        <translation>跟踪演示程序，实时显示它的调用</translation>
    </message>
    <message>
        <source>New script</source>
        <translation>新建脚本</translation>
    </message>
    <message>
        <source>Starts an empty script</source>
        <translation>新建一个空脚本</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Opens a script from a file</source>
        <translation>从文件打开脚本</translation>
    </message>
    <message>
        <source>Recent scripts</source>
        <translation>最近的脚本</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Copy Command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Copies “%1”</source>
        <translation>复制“%1”</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::BreadcrumbBar</name>
    <message>
        <source>Where the cursor is</source>
        <translation>光标所在位置</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>All probes, functions and variables of the script</source>
        <translation>脚本的所有探测点、函数和变量</translation>
    </message>
    <message>
        <source>The script declares nothing yet</source>
        <translation>脚本尚未声明任何内容</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::CompareDialog</name>
    <message>
        <source>Compare “%1”</source>
        <translation>比较“%1”</translation>
    </message>
    <message>
        <source>What you have here</source>
        <translation>您这里的内容</translation>
    </message>
    <message>
        <source>What is in the file</source>
        <translation>文件中的内容</translation>
    </message>
    <message>
        <source>Both are the same.</source>
        <translation>两者相同。</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) differ.</source>
        <translation>
            <numerusform>有 %n 行不同。</numerusform>
        </translation>
    </message>
    <message>
        <source>Take What Is in the File</source>
        <translation>采用文件中的内容</translation>
    </message>
    <message>
        <source>Undo brings your text back</source>
        <translation>撤销可恢复您的文本</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::CompletionPopup</name>
    <message>
        <source>Completion</source>
        <translation>补全</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::EditorPane</name>
    <message>
        <source>Go to line: </source>
        <translation>转到行：</translation>
    </message>
    <message>
        <source>Go to line</source>
        <translation>转到行</translation>
    </message>
    <message>
        <source>untitled-%1.stp</source>
        <translation>未命名-%1.stp</translation>
    </message>
    <message>
        <source>%1 is a folder. Choose a script file in it.</source>
        <translation>%1 是文件夹。请选择其中的脚本文件。</translation>
    </message>
    <message>
        <source>%1 could not be opened: %2</source>
        <translation>无法打开 %1：%2</translation>
    </message>
    <message>
        <source>%1 is larger than 64 MB, which is no script.</source>
        <translation>%1 大于 64 MB，不会是脚本。</translation>
    </message>
    <message>
        <source>%1 could not be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>%1 is a binary file, not a script.</source>
        <translation>%1 是二进制文件，不是脚本。</translation>
    </message>
    <message>
        <source>%1 could not be saved: %2</source>
        <translation>无法保存 %1：%2</translation>
    </message>
    <message>
        <source>Nothing is known about what is at the cursor.</source>
        <translation>没有关于光标处内容的信息。</translation>
    </message>
    <message>
        <source>Nothing can be proposed here.</source>
        <translation>这里没有可提示的内容。</translation>
    </message>
    <message>
        <source>%1 (read only)</source>
        <translation>%1（只读）</translation>
    </message>
    <message>
        <source>The script can&apos;t be formatted yet: a string, a comment or a piece of C is not closed. The Problems list says where.</source>
        <translation>脚本还不能格式化：有字符串、注释或一段 C 代码没有闭合。问题列表中会指出位置。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 is a binary file.</source>
        <translation>%1 是二进制文件。</translation>
    </message>
    <message>
        <source>This file is not UTF-8. It is shown as %1, read only. Converted, it is saved as UTF-8.</source>
        <translation>此文件不是 UTF-8。现以 %1 只读显示。转换后将保存为 UTF-8。</translation>
    </message>
    <message>
        <source>Convert to UTF-8</source>
        <translation>转换为 UTF-8</translation>
    </message>
    <message>
        <source>Lets you change the script; the file stays as it is until you save</source>
        <translation>允许修改脚本；在您保存之前文件保持不变</translation>
    </message>
    <message>
        <source>Other Encoding…</source>
        <translation>其他编码…</translation>
    </message>
    <message>
        <source>Shows the text as if it had been written in another encoding</source>
        <translation>按另一种编码显示文本</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>The file was written as:</source>
        <translation>文件的编码是：</translation>
    </message>
    <message>
        <source>Another program has changed “%1”, and you have changes here that are not saved.</source>
        <translation>另一个程序修改了“%1”，而您这里有未保存的修改。</translation>
    </message>
    <message>
        <source>Another program has changed “%1”.</source>
        <translation>另一个程序修改了“%1”。</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>重新加载</translation>
    </message>
    <message>
        <source>Takes what is in the file; undo brings your text back</source>
        <translation>采用文件中的内容；撤销可恢复您的文本</translation>
    </message>
    <message>
        <source>Keep Mine</source>
        <translation>保留我的</translation>
    </message>
    <message>
        <source>Leaves your text as it is; saving replaces the file</source>
        <translation>保留您的文本；保存会替换文件</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>Shows both side by side</source>
        <translation>并排显示两者</translation>
    </message>
    <message>
        <source>“%1” was removed or renamed by another program. Your text is still here.</source>
        <translation>“%1”已被另一个程序删除或改名。您的文本仍在这里。</translation>
    </message>
    <message>
        <source>Save Again</source>
        <translation>重新保存</translation>
    </message>
    <message>
        <source>Writes the file anew</source>
        <translation>重新写入文件</translation>
    </message>
    <message>
        <source>%1 is no longer UTF-8 text. Close it and open it again to convert it.</source>
        <translation>%1 不再是 UTF-8 文本。请关闭后重新打开以转换。</translation>
    </message>
    <message>
        <source>No fix is known for this place.</source>
        <translation>此处没有已知的修正办法。</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::FindBar</name>
    <message>
        <source>Find in the script</source>
        <translation>在脚本中查找</translation>
    </message>
    <message>
        <source>Match upper and lower case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation>全字匹配</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>上一处匹配 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>下一处匹配 (F3)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Not an expression</source>
        <translation>不是有效的表达式</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 处，共 %2 处</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>In expressions, \1 to \9 are the groups, \0 is the whole match, \n and \t are a line break and a tabulator.</source>
        <translation>在表达式中，\1 到 \9 是分组，\0 是整个匹配，\n 和 \t 是换行和制表符。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replaces this match and goes to the next</source>
        <translation>替换此处并转到下一处</translation>
    </message>
    <message>
        <source>Replace All</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>Replaces all matches; one undo takes all back</source>
        <translation>替换所有匹配；一次撤销即可全部恢复</translation>
    </message>
    <message>
        <source>Only in what is selected now</source>
        <translation>仅在当前选中的内容中</translation>
    </message>
    <message numerus="yes">
        <source>%n match(es)</source>
        <translation>
            <numerusform>%n 处匹配</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation>
            <numerusform>已替换 %n 处</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::editor::LockMarks</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message numerus="yes">
        <source>Locked: %1</source>
        <translation>
            <numerusform>已加锁：%1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the probes in lines %1 one at a time runs, so that what they change stays consistent. A hit that meets another waits a little; when it cannot, it is skipped and counted.</source>
        <translation>
            <numerusform>第 %1 行的探测同一时间只运行一个，使它们所修改的内容保持一致。遇到另一次命中时会稍等；不能等待时则跳过并计数。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::editor::Minimap</name>
    <message>
        <source>Overview of the script</source>
        <translation>脚本概览</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::Navigator</name>
    <message>
        <source>Where this comes from is not known: it is part of the language, or no source is at hand.</source>
        <translation>不知道它的来源：它是语言的一部分，或者手边没有源代码。</translation>
    </message>
    <message>
        <source>There is no name at the cursor whose uses could be found.</source>
        <translation>光标处没有可查找使用处的名字。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>New name for “%1” everywhere in this script:</source>
        <translation>“%1”在此脚本中的新名字：</translation>
    </message>
    <message>
        <source>The script was changed in the meantime. Rename again.</source>
        <translation>脚本在此期间已修改。请重新改名。</translation>
    </message>
    <message>
        <source>Its source, %1, is not on this machine. The source view of the probe can be told where such files are.</source>
        <translation>它的源文件 %1 不在这台机器上。可以在探测点的源码视图中指明这类文件的位置。</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::OutlineView</name>
    <message>
        <source>Search the outline</source>
        <translation>搜索大纲</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::PlacesList</name>
    <message>
        <source>Uses</source>
        <translation>使用处</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::ProbeBrowser</name>
    <message>
        <source>Reading names…</source>
        <translation>正在读取名字…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在计数…</translation>
    </message>
    <message numerus="yes">
        <source>Sets %n probe(s)</source>
        <translation>
            <numerusform>将设置 %n 个探测点</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配项</translation>
    </message>
    <message>
        <source>Show the Source</source>
        <translation>显示源代码</translation>
    </message>
    <message>
        <source>Read Again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Search: f function, l file:line, t tracepoint, m mark, a alias…</source>
        <translation>搜索：f 函数、l 文件:行、t 跟踪点、m 标记、a 别名…</translation>
    </message>
    <message>
        <source>Search for probe points</source>
        <translation>搜索探测点</translation>
    </message>
    <message>
        <source>Probe points</source>
        <translation>探测点</translation>
    </message>
    <message>
        <source>Found probe points</source>
        <translation>找到的探测点</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>What can be read there</source>
        <translation>在那里可以读取的内容</translation>
    </message>
    <message>
        <source>The pattern of what is chosen, as “stap -l” and a probe take it. Change it, with wildcards too.</source>
        <translation>所选内容的模式，与“stap -l”和探测点所用的一致。可以修改，也可用通配符。</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Adds a probe on this to the script</source>
        <translation>把对它的探测加入脚本</translation>
    </message>
    <message>
        <source>Reading the debuginfo of %1: %2 %</source>
        <translation>正在读取 %1 的调试信息：%2 %</translation>
    </message>
    <message>
        <source>Adds a program or library to the tree, or shows another kernel</source>
        <translation>把程序或库加入树中，或显示另一个内核</translation>
    </message>
    <message>
        <source>Add program or kernel</source>
        <translation>添加程序或内核</translation>
    </message>
    <message>
        <source>Add &amp;Program or Library…</source>
        <translation>添加程序或库(&amp;P)…</translation>
    </message>
    <message>
        <source>Browse Another &amp;Kernel…</source>
        <translation>浏览另一个内核(&amp;K)…</translation>
    </message>
    <message numerus="yes">
        <source>%n caller(s)</source>
        <translation>
            <numerusform>%n 个调用者</numerusform>
        </translation>
    </message>
    <message>
        <source>List Its Callers</source>
        <translation>列出其调用者</translation>
    </message>
    <message>
        <source>Letters in their order are enough: tasc finds tcp_ack_snd_check. A prefix narrows the search: “f ” functions, “l ” files and lines, “t ” tracepoints, “m ” marks, “a ” the tapset, “s ” system calls, “k ” the kernel, “c ” the callers of a function.</source>
        <translation>按顺序输入几个字母即可：tasc 可找到 tcp_ack_snd_check。前缀可缩小范围：“f ”函数，“l ”文件和行，“t ”跟踪点，“m ”标记，“a ”脚本库 (tapset)，“s ”系统调用，“k ”内核，“c ”某个函数的调用者。</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::ProbeTreeModel</name>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::ProblemMarks</name>
    <message>
        <source>Ctrl+Return: %1</source>
        <translation>Ctrl+Return：%1</translation>
    </message>
</context>
<context>
    <name>tapscope::editor::ScriptEditor</name>
    <message>
        <source>Script editor</source>
        <translation>脚本编辑器</translation>
    </message>
    <message>
        <source>No fix is known for this place</source>
        <translation>此处没有已知的修正办法</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
</context>
<context>
    <name>tapscope::views::CallTreeModel</name>
    <message>
        <source>thread</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Inclusive</source>
        <translation>总时间</translation>
    </message>
    <message>
        <source>Self</source>
        <translation>自身</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Thread</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>The function that was called</source>
        <translation>被调用的函数</translation>
    </message>
    <message>
        <source>What the script printed behind the function&apos;s name when it was entered</source>
        <translation>进入函数时脚本在函数名之后打印的内容</translation>
    </message>
    <message>
        <source>What the script printed when the function returned</source>
        <translation>函数返回时脚本打印的内容</translation>
    </message>
    <message>
        <source>Time from call to return. The bar is its share of the caller&apos;s time</source>
        <translation>从调用到返回的时间。色条是它在调用者时间中所占的份额</translation>
    </message>
    <message>
        <source>Time outside of the calls that were traced below it. The bar is its share of the caller&apos;s time</source>
        <translation>不含其下被跟踪调用的时间。色条是它在调用者时间中所占的份额</translation>
    </message>
    <message>
        <source>Calls in this subtree, this one included</source>
        <translation>这棵子树中的调用数，包括自身</translation>
    </message>
    <message>
        <source>When it was called, since the session began</source>
        <translation>调用的时刻，从会话开始算起</translation>
    </message>
    <message>
        <source>Number of the thread (tid)</source>
        <translation>线程号 (tid)</translation>
    </message>
</context>
<context>
    <name>tapscope::views::CallTreePanel</name>
    <message>
        <source>%1 without return ◌</source>
        <translation>%1 次未见返回 ◌</translation>
    </message>
    <message>
        <source>paused, %1 events waiting</source>
        <translation>已暂停，%1 个事件等待显示</translation>
    </message>
    <message>
        <source>%1 events waiting</source>
        <translation>%1 个事件等待显示</translation>
    </message>
    <message>
        <source>Filter by function or arguments</source>
        <translation>按函数或参数过滤</translation>
    </message>
    <message>
        <source>Filter of the call tree</source>
        <translation>调用树的过滤器</translation>
    </message>
    <message>
        <source>↓ Follow</source>
        <translation>↓ 跟随</translation>
    </message>
    <message>
        <source>Keeps the newest call in sight. Scrolling up stops it</source>
        <translation>始终显示最新的调用。向上滚动即停止跟随</translation>
    </message>
    <message>
        <source>No call matches the filter “%1”.</source>
        <translation>没有调用符合过滤器“%1”。</translation>
    </message>
    <message>
        <source>Waiting for the first call…</source>
        <translation>正在等待第一次调用…</translation>
    </message>
    <message>
        <source>Calls appear here when a script prints with thread_indent().
Run one with Ctrl+R.</source>
        <translation>当脚本用 thread_indent() 打印时，调用会显示在这里。
按 Ctrl+R 运行。</translation>
    </message>
    <message numerus="yes">
        <source>%1 call(s)</source>
        <translation>
            <numerusform>%1 次调用</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::views::CallTreeView</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Opens the call, or goes to its first inner call</source>
        <translation>展开调用，或转到它的第一个内层调用</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Closes the call, or goes to its caller</source>
        <translation>折叠调用，或转到它的调用者</translation>
    </message>
    <message>
        <source>Open All Below</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>Opens the call and everything below it</source>
        <translation>展开该调用及其下所有调用</translation>
    </message>
    <message>
        <source>Close All Below</source>
        <translation>全部折叠</translation>
    </message>
    <message>
        <source>Closes the call and everything below it</source>
        <translation>折叠该调用及其下所有调用</translation>
    </message>
    <message>
        <source>Hottest Inner Call</source>
        <translation>最耗时的内层调用</translation>
    </message>
    <message>
        <source>Goes to the inner call that took longest</source>
        <translation>转到耗时最长的内层调用</translation>
    </message>
    <message>
        <source>Next in Time</source>
        <translation>时间上的下一个</translation>
    </message>
    <message>
        <source>Goes to the next call in time, in any thread</source>
        <translation>转到时间上的下一次调用（任何线程）</translation>
    </message>
    <message>
        <source>Previous in Time</source>
        <translation>时间上的上一个</translation>
    </message>
    <message>
        <source>Goes to the previous call in time, in any thread</source>
        <translation>转到时间上的上一次调用（任何线程）</translation>
    </message>
    <message>
        <source>Show Source</source>
        <translation>显示源代码</translation>
    </message>
    <message>
        <source>Shows where the function is written</source>
        <translation>显示函数所在的源代码</translation>
    </message>
    <message>
        <source>Only This Function</source>
        <translation>只看此函数</translation>
    </message>
    <message>
        <source>Shows only calls of this function, and their callers</source>
        <translation>只显示此函数的调用及其调用者</translation>
    </message>
    <message>
        <source>All Functions</source>
        <translation>所有函数</translation>
    </message>
    <message>
        <source>Takes the filter away</source>
        <translation>取消过滤</translation>
    </message>
    <message>
        <source>Copy Subtree</source>
        <translation>复制子树</translation>
    </message>
    <message>
        <source>Copies the call and everything below it as text</source>
        <translation>把该调用及其下所有内容复制为文本</translation>
    </message>
    <message>
        <source>Call tree</source>
        <translation>调用树</translation>
    </message>
    <message>
        <source>The calls of each thread, in order of time. Arrow keys move, right and left open and close.</source>
        <translation>各线程的调用，按时间排列。方向键移动，右键和左键展开与折叠。</translation>
    </message>
    <message>
        <source>level %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>Returns: %1</source>
        <translation>返回：%1</translation>
    </message>
    <message>
        <source>%1 % of the caller&apos;s time</source>
        <translation>占调用者时间的 %1 %</translation>
    </message>
    <message>
        <source>Still running</source>
        <translation>仍在运行</translation>
    </message>
</context>
<context>
    <name>tapscope::views::ConsolePanel</name>
    <message>
        <source>“%1” was not found</source>
        <translation>没有找到“%1”</translation>
    </message>
    <message>
        <source>the oldest %1 were let go</source>
        <translation>最旧的 %1 行已丢弃</translation>
    </message>
    <message>
        <source>Find in the console</source>
        <translation>在控制台中查找</translation>
    </message>
    <message>
        <source>↓ Follow</source>
        <translation>↓ 跟随</translation>
    </message>
    <message>
        <source>Keeps the newest line in sight. Scrolling up stops it</source>
        <translation>始终显示最新的一行。向上滚动即停止跟随</translation>
    </message>
    <message>
        <source>What the script prints appears here.</source>
        <translation>脚本的输出显示在这里。</translation>
    </message>
    <message>
        <source>Type for the script; Enter hands the line over</source>
        <translation>为脚本输入；按 Enter 交出这一行</translation>
    </message>
    <message>
        <source>Input for the script</source>
        <translation>脚本的输入</translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s)</source>
        <translation>
            <numerusform>%1 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tapscope::views::ConsoleView</name>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the selected text</source>
        <translation>复制所选文本</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Selects everything that was printed</source>
        <translation>选择全部输出</translation>
    </message>
</context>
<context>
    <name>tapscope::views::GlobalsModel</name>
    <message>
        <source>%1 of %2 elements</source>
        <translation>%1 / %2 个元素</translation>
    </message>
    <message>
        <source>%1, the largest %2 shown</source>
        <translation>%1，显示最大的 %2 个</translation>
    </message>
    <message numerus="yes">
        <source>How the value went: the last %n reading(s)</source>
        <translation>
            <numerusform>值的变化：最近 %n 次读数</numerusform>
        </translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>变量</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>总和</translation>
    </message>
    <message>
        <source>Trend</source>
        <translation>趋势</translation>
    </message>
</context>
<context>
    <name>tapscope::views::GlobalsPanel</name>
    <message>
        <source>Filter by name or key</source>
        <translation>按名字或键过滤</translation>
    </message>
    <message>
        <source>Global variables</source>
        <translation>全局变量</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Puts the variables back to what they were when the script began</source>
        <translation>把变量恢复到脚本开始时的值</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>The global variables of a running script appear here, with how they change.</source>
        <translation>运行中脚本的全局变量及其变化会显示在这里。</translation>
    </message>
    <message>
        <source>&amp;Change the Value</source>
        <translation>修改值(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Delete or Empty</source>
        <translation>删除或清空(&amp;D)</translation>
    </message>
</context>
</TS>
