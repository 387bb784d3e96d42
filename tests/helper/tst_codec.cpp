// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_messages.h"

#include <QtTest>

#include <cstring>

using namespace tapscope::protocol;

namespace {

using Bytes = std::vector<std::byte>;

std::expected<Message, CodecError> decodeFrame(const Bytes &frame)
{
    const auto header = decodeHeader(std::span(frame).first<frameHeaderBytes>());
    if (!header)
        return std::unexpected(header.error());
    return decode(header->type, std::span(frame).subspan(frameHeaderBytes));
}

void putWord(Bytes &bytes, size_t at, uint32_t value)
{
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

}

class TestCodec : public QObject {
    Q_OBJECT

private slots:
    void roundTrip_data() { addMessages(); }
    void roundTrip();
    void everyTruncation_data() { addMessages(); }
    void everyTruncation();
    void everyByteChanged_data() { addMessages(); }
    void everyByteChanged();
    void trailingBytes_data() { addMessages(); }
    void trailingBytes();
    void fieldsArrive();
    void badHeaders_data();
    void badHeaders();
    void hugeCounts();
    void limitsHoldWhenWriting_data();
    void limitsHoldWhenWriting();

private:
    static void addMessages()
    {
        QTest::addColumn<int>("index");
        const char *names[] = {"Hello", "Features", "Load", "Loaded", "Attach", "Attached", "Detach", "Detached", "Failed"};
        for (int i = 0; i < 9; ++i)
            QTest::newRow(names[i]) << i;
    }
};

void TestCodec::roundTrip()
{
    QFETCH(int, index);
    const Message message = sampleMessages()[static_cast<size_t>(index)];
    QCOMPARE(static_cast<int>(message.index()), index);
    const auto frame = encode(message);
    QVERIFY(frame);
    const auto back = decodeFrame(*frame);
    QVERIFY(back);
    QCOMPARE(back->index(), message.index());
    QVERIFY(encode(*back).value() == *frame);
}

void TestCodec::everyTruncation()
{
    QFETCH(int, index);
    const Bytes frame = encode(sampleMessages()[static_cast<size_t>(index)]).value();
    const auto type = static_cast<uint32_t>(index + 1);
    for (size_t size = frameHeaderBytes; size < frame.size(); ++size) {
        // A copy of that very size, so that a sanitizer sees a read beyond it.
        const Bytes cut(frame.begin() + frameHeaderBytes, frame.begin() + static_cast<ptrdiff_t>(size));
        const auto result = decode(type, cut);
        QVERIFY2(!result, qPrintable(QString::number(size)));
        QVERIFY(result.error().kind == CodecError::Kind::Truncated);
        QVERIFY(!result.error().field.empty());
        QVERIFY(result.error().offset <= cut.size());
    }
}

void TestCodec::everyByteChanged()
{
    QFETCH(int, index);
    const Bytes frame = encode(sampleMessages()[static_cast<size_t>(index)]).value();
    const auto type = static_cast<uint32_t>(index + 1);
    for (size_t at = frameHeaderBytes; at < frame.size(); ++at) {
        for (const int value : {0x00, 0x7f, 0xff}) {
            Bytes changed(frame.begin() + frameHeaderBytes, frame.end());
            changed[at - frameHeaderBytes] = static_cast<std::byte>(value);
            const auto result = decode(type, changed);
            // Whatever is accepted is a message that can be written again, to the same bytes.
            if (result) {
                const auto again = encode(*result);
                QVERIFY(again);
                QVERIFY(Bytes(again->begin() + frameHeaderBytes, again->end()) == changed);
            }
        }
    }
}

void TestCodec::trailingBytes()
{
    QFETCH(int, index);
    Bytes fields = encode(sampleMessages()[static_cast<size_t>(index)]).value();
    fields.erase(fields.begin(), fields.begin() + frameHeaderBytes);
    fields.push_back(std::byte{0});
    const auto result = decode(static_cast<uint32_t>(index + 1), fields);
    QVERIFY(!result);
    QVERIFY(result.error().kind == CodecError::Kind::TrailingBytes);
}

void TestCodec::fieldsArrive()
{
    const auto messages = sampleMessages();
    const auto load = std::get<Load>(decodeFrame(encode(messages[2]).value()).value());
    QCOMPARE(load.btf.size(), 4u);
    QCOMPARE(load.maps.size(), 3u);
    QVERIFY(load.maps[0].shared && !load.maps[1].shared);
    QCOMPARE(load.maps[1].name, "globals");
    QCOMPARE(load.maps[1].flags, 1024u);
    QCOMPARE(load.maps[1].initial.size(), 16u);
    QVERIFY(load.maps[2].isCounter && load.maps[2].counterType == 1 && load.maps[2].counterConfig == 2);
    QCOMPARE(load.programs.size(), 3u);
    QCOMPARE(load.programs[0].code.size(), 2u);
    QCOMPARE(load.programs[0].relocations[0].offset, 8u);
    QVERIFY(load.programs[0].session && !load.programs[1].session);
    QCOMPARE(load.programs[1].target, "vfs_read");
    QVERIFY(load.programs[2].insideFunctions && !load.programs[1].insideFunctions);
    QVERIFY(load.programs[2].fewReturns && !load.programs[1].fewReturns);
    QCOMPARE(load.programSlots.size(), 1u);
    QCOMPARE(load.programSlots[0].index, 257u);
    QVERIFY(load.guru);
    const auto attach = std::get<Attach>(decodeFrame(encode(messages[4]).value()).value());
    QCOMPARE(attach.attachments[0].offsets[1], 0x1004u);
    QCOMPARE(attach.attachments[0].semaphoreOffsets[1], 0x4000u);
    QCOMPARE(attach.attachments[0].pid, 42);
    QCOMPARE(attach.attachments[1].symbols.at(0), "vfs_read");
    QCOMPARE(attach.attachments[2].watchType, 2u);
    QCOMPARE(attach.attachments[2].watchBytes, 4u);
    QCOMPARE(attach.attachments[1].maxActive, 7u);
    const auto missed = std::get<Missed>(decodeFrame(encode(messages[9]).value()).value());
    QCOMPARE(missed.attachments.at(1), 4711u);
    QCOMPARE(missed.programs.at(0), 3u);
    const auto failed = std::get<Failed>(decodeFrame(encode(messages[10]).value()).value());
    QVERIFY(failed.stage == Failed::Stage::Verifier);
    QCOMPARE(failed.log, "0: exit\n");
}

void TestCodec::badHeaders_data()
{
    QTest::addColumn<uint32_t>("length");
    QTest::addColumn<uint32_t>("type");
    QTest::addColumn<int>("kind");
    QTest::newRow("shorter than its type") << 3u << 1u << static_cast<int>(CodecError::Kind::Truncated);
    QTest::newRow("above the limit") << maxFrameBytes << 1u << static_cast<int>(CodecError::Kind::TooLarge);
    QTest::newRow("largest number") << UINT32_MAX << 1u << static_cast<int>(CodecError::Kind::TooLarge);
    QTest::newRow("type 0") << 4u << 0u << static_cast<int>(CodecError::Kind::UnknownType);
    QTest::newRow("type beyond the last") << 4u << 12u << static_cast<int>(CodecError::Kind::UnknownType);
}

void TestCodec::badHeaders()
{
    QFETCH(uint32_t, length);
    QFETCH(uint32_t, type);
    QFETCH(int, kind);
    Bytes header(frameHeaderBytes);
    putWord(header, 0, length);
    putWord(header, 4, type);
    const auto result = decodeHeader(std::span(header).first<frameHeaderBytes>());
    QVERIFY(!result);
    QCOMPARE(static_cast<int>(result.error().kind), kind);
    QVERIFY(!result.error().text().english().empty());
}

void TestCodec::hugeCounts()
{
    // A list that announces more elements than the frame can hold is refused before anything is reserved for it.
    Bytes fields(8);
    putWord(fields, 0, 0); // no BTF
    putWord(fields, 4, maxMaps);
    const auto result = decode(static_cast<uint32_t>(MessageType::Load), fields);
    QVERIFY(!result);
    QVERIFY(result.error().kind == CodecError::Kind::Truncated);
    QCOMPARE(result.error().field, "maps");
    putWord(fields, 4, maxMaps + 1);
    QVERIFY(decode(static_cast<uint32_t>(MessageType::Load), fields).error().kind == CodecError::Kind::TooLarge);
}

void TestCodec::limitsHoldWhenWriting_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("maps") << 0;
    QTest::newRow("sites of all attachments") << 1;
    QTest::newRow("files") << 2;
    QTest::newRow("name") << 3;
    QTest::newRow("frame") << 4;
    QTest::newRow("code") << 5;
}

void TestCodec::limitsHoldWhenWriting()
{
    QFETCH(int, which);
    Message message;
    switch (which) {
    case 0: message = Load{.btf = {}, .maps = std::vector<Map>(maxMaps + 1), .programs = {}}; break;
    case 1:
        message = Attach{
            .attachments = std::vector<Attachment>(2, Attachment{.offsets = std::vector<uint64_t>(maxSites / 2 + 1)})};
        break;
    case 2: message = Attach{.attachments = {}, .fileCount = maxDescriptors + 1}; break;
    case 3: message = Load{.btf = {}, .maps = {Map{.name = std::string(maxNameBytes + 1, 'x')}}, .programs = {}}; break;
    case 4:
        message = Load{.btf = {}, .maps = std::vector<Map>(3, Map{.initial = Bytes(maxFrameBytes / 2)}), .programs = {}};
        break;
    case 5:
        message = Load{.btf = {}, .maps = {}, .programs = {Program{.code = std::vector<uint64_t>(maxInstructions + 1)}}};
        break;
    }
    const auto result = encode(message);
    QVERIFY(!result);
    QVERIFY(result.error().kind == CodecError::Kind::TooLarge);
}

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
