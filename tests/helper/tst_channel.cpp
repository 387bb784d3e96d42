// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/protocol_channel.h"
#include "sample_messages.h"

#include <QtTest>

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <thread>

using namespace tapscope;
using namespace tapscope::protocol;

namespace {

using Kind = ChannelError::Kind;

/// One end as a channel, the other as a bare socket, to write and read what a Channel never would.
struct HalfPair {
    HalfPair()
    {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0) {
            channel = Channel(UniqueFd(ends[0]));
            raw = UniqueFd(ends[1]);
        }
    }
    Channel channel;
    UniqueFd raw;
};

std::vector<UniqueFd> memoryFiles(size_t count)
{
    std::vector<UniqueFd> files;
    for (size_t i = 0; i < count; ++i)
        files.emplace_back(memfd_create("test", MFD_CLOEXEC));
    return files;
}

ino_t inodeOf(int fd)
{
    struct stat s{};
    return fstat(fd, &s) == 0 ? s.st_ino : 0;
}

int openDescriptors()
{
    int count = 0;
    for (int fd = 0; fd < 4096; ++fd)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

void sendRaw(int socket, std::span<const std::byte> bytes, std::span<const int> fds)
{
    alignas(cmsghdr) char control[CMSG_SPACE(253 * sizeof(int))] = {};
    iovec data{const_cast<std::byte *>(bytes.data()), bytes.size()};
    msghdr header{};
    header.msg_iov = &data;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = CMSG_SPACE(fds.size_bytes());
    cmsghdr *c = CMSG_FIRSTHDR(&header);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(fds.size_bytes());
    std::memcpy(CMSG_DATA(c), fds.data(), fds.size_bytes());
    QCOMPARE(sendmsg(socket, &header, 0), static_cast<ssize_t>(bytes.size()));
}

}

class TestChannel : public QObject {
    Q_OBJECT

private slots:
    void everyMessageArrives();
    void byteByByte();
    void largeMessage();
    void descriptors_data();
    void descriptors();
    void descriptorsBelongToTheirFrame();
    void tooManyDescriptorsAreClosed();
    void noRoomForDescriptors();
    void timeoutGoesOnLater();
    void cancel();
    void closedBetweenAndInsideFrames();
    void sendToClosed();
    void sendTimesOut();
    void malformedClosesTheChannel();
    void interruptedBySignals();
};

void TestChannel::everyMessageArrives()
{
    auto [a, b] = Channel::createPair().value();
    for (const Message &message : sampleMessages()) {
        QVERIFY(a.send(message));
        const auto got = b.receive(5000);
        QVERIFY(got);
        QVERIFY(encode(got->message).value() == encode(message).value());
        QVERIFY(got->descriptors.empty());
    }
}

void TestChannel::byteByByte()
{
    HalfPair pair;
    const Message message = sampleMessages()[2];
    const auto frame = encode(message).value();
    for (size_t i = 0; i + 1 < frame.size(); ++i) {
        QCOMPARE(write(pair.raw.get(), &frame[i], 1), 1);
        const auto nothing = pair.channel.receive(0);
        QVERIFY(!nothing);
        QVERIFY(nothing.error().kind == Kind::TimedOut);
    }
    QCOMPARE(write(pair.raw.get(), &frame.back(), 1), 1);
    const auto got = pair.channel.receive(5000);
    QVERIFY(got);
    QVERIFY(encode(got->message).value() == frame);
}

void TestChannel::largeMessage()
{
    auto [a, b] = Channel::createPair().value();
    Load load;
    load.maps = {Map{.name = "big", .initial = std::vector<std::byte>(20u << 20, std::byte{7})}};
    std::expected<void, ChannelError> sent;
    std::thread sender([&, &from = a] { sent = from.send(load, {}, 20'000); });
    const auto got = b.receive(20'000);
    sender.join();
    QVERIFY(sent);
    QVERIFY(got);
    QVERIFY(std::get<Load>(got->message).maps.at(0).initial == load.maps[0].initial);
}

void TestChannel::descriptors_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {1, 252, 253, 254, 506, 507})
        QTest::newRow(qPrintable(QString::number(count))) << count;
}

void TestChannel::descriptors()
{
    QFETCH(int, count);
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < 2048)
        QSKIP("too few open files allowed here");

    auto [a, b] = Channel::createPair().value();
    const auto files = memoryFiles(static_cast<size_t>(count));
    std::vector<int> numbers;
    for (const UniqueFd &file : files)
        numbers.push_back(file.get());
    // The smallest message: its frame has hardly more bytes than there are loads of descriptors.
    QVERIFY(a.send(Detached{}, numbers));
    const auto got = b.receive(5000);
    QVERIFY(got);
    QVERIFY(std::holds_alternative<Detached>(got->message));
    QCOMPARE(got->descriptors.size(), files.size());
    for (size_t i = 0; i < files.size(); ++i) {
        QCOMPARE(inodeOf(got->descriptors[i].get()), inodeOf(files[i].get()));
        QVERIFY(fcntl(got->descriptors[i].get(), F_GETFD) & FD_CLOEXEC);
    }
}

void TestChannel::descriptorsBelongToTheirFrame()
{
    auto [a, b] = Channel::createPair().value();
    const auto files = memoryFiles(3);
    const int first[] = {files[0].get()};
    const int others[] = {files[1].get(), files[2].get()};
    QVERIFY(a.send(Loaded{}, first));
    QVERIFY(a.send(Hello{}));
    QVERIFY(a.send(Detach{}, others));
    const auto one = b.receive(5000).value();
    QCOMPARE(one.descriptors.size(), 1u);
    QCOMPARE(inodeOf(one.descriptors[0].get()), inodeOf(files[0].get()));
    QCOMPARE(b.receive(5000).value().descriptors.size(), 0u);
    QCOMPARE(b.receive(5000).value().descriptors.size(), 2u);
}

void TestChannel::tooManyDescriptorsAreClosed()
{
    HalfPair pair;
    const auto files = memoryFiles(1);
    const std::vector<int> numbers(250, files[0].get());
    QVERIFY(!pair.channel.send(Hello{}, std::vector<int>(maxDescriptors + 1, files[0].get())));
    QVERIFY(pair.channel.isOpen());
    const int before = openDescriptors();
    const auto frame = encode(Hello{}).value();
    for (size_t i = 0; i < 5; ++i)
        sendRaw(pair.raw.get(), std::span(frame).subspan(i, 1), numbers);
    const auto got = pair.channel.receive(5000);
    QVERIFY(!got);
    QVERIFY(got.error().kind == Kind::Descriptors);
    QVERIFY(!pair.channel.isOpen());
    QCOMPARE(openDescriptors(), before - 1); // the channel's own
}

void TestChannel::noRoomForDescriptors()
{
    HalfPair pair;
    const auto files = memoryFiles(1);
    const std::vector<int> numbers(20, files[0].get());
    sendRaw(pair.raw.get(), encode(Hello{}).value(), numbers);
    const int before = openDescriptors();
    rlimit old{};
    getrlimit(RLIMIT_NOFILE, &old);
    const rlimit tight{static_cast<rlim_t>(before + 5), old.rlim_max};
    setrlimit(RLIMIT_NOFILE, &tight);
    const auto got = pair.channel.receive(5000);
    setrlimit(RLIMIT_NOFILE, &old);
    QVERIFY(!got);
    QVERIFY(got.error().kind == Kind::Descriptors);
    QCOMPARE(openDescriptors(), before - 1);
}

void TestChannel::timeoutGoesOnLater()
{
    HalfPair pair;
    const auto frame = encode(sampleMessages()[8]).value();
    const auto half = static_cast<ssize_t>(frame.size() / 2);
    QCOMPARE(write(pair.raw.get(), frame.data(), static_cast<size_t>(half)), half);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(pair.channel.receive(30).error().kind == Kind::TimedOut);
    QVERIFY(timer.elapsed() >= 25);
    QVERIFY(pair.channel.isOpen());
    QCOMPARE(write(pair.raw.get(), frame.data() + half, frame.size() - static_cast<size_t>(half)),
             static_cast<ssize_t>(frame.size()) - half);
    QVERIFY(pair.channel.receive(5000));
}

void TestChannel::cancel()
{
    HalfPair pair;
    int stop[2];
    QCOMPARE(pipe2(stop, O_CLOEXEC), 0);
    const UniqueFd readEnd(stop[0]), writeEnd(stop[1]);
    pair.channel.setCancel(readEnd.get());
    QVERIFY(pair.channel.receive(0).error().kind == Kind::TimedOut);
    QCOMPARE(write(writeEnd.get(), "x", 1), 1);
    QVERIFY(pair.channel.receive(-1).error().kind == Kind::Cancelled);
    QVERIFY(pair.channel.isOpen());
}

void TestChannel::closedBetweenAndInsideFrames()
{
    {
        HalfPair pair;
        pair.raw.reset();
        QVERIFY(pair.channel.receive(5000).error().kind == Kind::Closed);
        QVERIFY(pair.channel.receive(5000).error().kind == Kind::Closed);
    }
    HalfPair pair;
    const auto frame = encode(sampleMessages()[8]).value();
    QCOMPARE(write(pair.raw.get(), frame.data(), frame.size() - 1), static_cast<ssize_t>(frame.size()) - 1);
    pair.raw.reset();
    QVERIFY(pair.channel.receive(5000).error().kind == Kind::Closed);
    QVERIFY(!pair.channel.isOpen());
}

void TestChannel::sendToClosed()
{
    HalfPair pair;
    pair.raw.reset();
    const auto sent = pair.channel.send(Hello{}); // and no SIGPIPE
    QVERIFY(!sent);
    QVERIFY(sent.error().kind == Kind::Closed);
    QVERIFY(!pair.channel.isOpen());
}

void TestChannel::sendTimesOut()
{
    HalfPair pair; // nobody reads
    Load load;
    load.maps = {Map{.initial = std::vector<std::byte>(8u << 20)}};
    QVERIFY(pair.channel.send(load, {}, 30).error().kind == Kind::TimedOut);
    QVERIFY(!pair.channel.isOpen());
}

void TestChannel::malformedClosesTheChannel()
{
    HalfPair pair;
    const uint32_t frame[] = {8, 1, 0, 77}; // a Hello, then a type that does not exist
    QCOMPARE(write(pair.raw.get(), frame, sizeof frame), static_cast<ssize_t>(sizeof frame));
    QVERIFY(pair.channel.receive(5000));
    const auto got = pair.channel.receive(100);
    QVERIFY(!got);
    QVERIFY(got.error().kind != Kind::Malformed); // 77 is a length: the rest is awaited
    const uint32_t type = 99;
    QCOMPARE(write(pair.raw.get(), &type, sizeof type), static_cast<ssize_t>(sizeof type));
    QVERIFY(pair.channel.receive(5000).error().kind == Kind::Malformed);
    QVERIFY(!pair.channel.isOpen());
}

void TestChannel::interruptedBySignals()
{
    struct sigaction action{}, old{};
    action.sa_handler = [](int) {};
    sigaction(SIGUSR1, &action, &old); // without SA_RESTART: calls return EINTR
    auto [a, b] = Channel::createPair().value();
    const pthread_t self = pthread_self();
    std::atomic<bool> finished = false;
    std::thread disturber([&, &to = a] {
        for (int i = 0; i < 200; ++i) {
            pthread_kill(self, SIGUSR1);
            std::this_thread::yield();
        }
        finished = true;
        (void)to.send(Hello{});
    });
    const auto got = b.receive(20'000);
    disturber.join();
    sigaction(SIGUSR1, &old, nullptr);
    QVERIFY(got);
    QVERIFY(finished);
}

QTEST_GUILESS_MAIN(TestChannel)
#include "tst_channel.moc"
