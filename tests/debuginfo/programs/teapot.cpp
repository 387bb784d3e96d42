// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Namespaces, classes, overloads, templates, lambdas; main calls each with values that the tests know.
#include <cstdlib>

#ifdef __clang__
#define KEEP __attribute__((noinline))
#else
#define KEEP __attribute__((noipa))
#endif

volatile long sink;

namespace {
KEEP int hidden(int secret)
{
    return secret + 1;
}
}

namespace tea {

struct Guest {
    explicit Guest(int number) : id(number) {}
    Guest(const Guest &other) : id(other.id) { sink = sink + 1; }
    ~Guest() { sink = sink - 1; }
    int id;
};

class Pot {
public:
    explicit Pot(int cups);
    virtual ~Pot() = default;
    KEEP int pour(int cups) const { return m_cups - cups; }
    KEEP static int made(long when) { return static_cast<int>(when); }
    KEEP virtual bool refill(unsigned short by)
    {
        m_cups += by;
        return m_cups > 3;
    }
    KEEP Pot &operator+=(const Pot &other)
    {
        m_cups += other.m_cups;
        return *this;
    }
    template <typename T> KEEP T brew(T minutes, int &count)
    {
        ++count;
        return minutes + T(m_cups);
    }
    struct Lid {
        KEEP void open(char how) { sink = sink + how; }
    };

private:
    int m_cups;
};

KEEP Pot::Pot(int cups) : m_cups(cups) {}

KEEP int serve(int cups)
{
    return cups;
}
KEEP int serve(int cups, const char *name)
{
    return cups + name[0];
}
KEEP int serve(double strength)
{
    return static_cast<int>(strength);
}
KEEP int seat(Guest guest, int table)
{
    return guest.id + table;
}
KEEP Guest invite(int number)
{
    return Guest(number);
}
namespace house {
inline namespace v1 {
KEEP int close(int hour)
{
    return hour;
}
}
}

}

template <typename... T> KEEP int total(int first, T... rest)
{
    return (first + ... + rest);
}

extern "C" KEEP int plain(int n)
{
    return n;
}

int main()
{
    int count = 3;
    tea::Pot pot(6);
    tea::Pot other(2);
    tea::Pot::Lid lid;
    const auto doubled = [&](int n) KEEP { return 2 * n + count; };
    sink = hidden(10) + pot.pour(11) + tea::Pot::made(12);
    sink = sink + pot.refill(13);
    pot += other;
    sink = sink + pot.brew(14, count) + static_cast<int>(pot.brew(1.5, count));
    lid.open('x');
    sink = sink + tea::serve(15) + tea::serve(16, "green") + tea::serve(2.5);
    sink = sink + tea::seat(tea::Guest(17), 18) + tea::invite(19).id;
    sink = sink + tea::house::close(20) + doubled(21) + total(22, 23, 24) + plain(25);
    return sink == 42;
}
