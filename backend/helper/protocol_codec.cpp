// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "helper/protocol_codec.h"

#include <bit>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace tapscope::protocol {

namespace {

static_assert(std::endian::native == std::endian::little, "frames are little endian and are copied as they lie");

/// Writes fields behind each other; the first limit that is broken stays as the error.
class Writer {
public:
    static constexpr bool reads = false;

    explicit Writer(std::vector<std::byte> &bytes) : m_bytes(bytes) {}

    template <class Number> void number(std::string_view, const Number &value) { put(&value, sizeof value); }
    void flag(std::string_view field, const bool &value) { number(field, uint32_t{value}); }
    template <class Enum> void kind(std::string_view field, const Enum &value, Enum last)
    {
        if (value > last)
            fail(CodecError::Kind::BadValue, field);
        number(field, static_cast<uint32_t>(value));
    }
    void text(std::string_view field, const std::string &value, size_t most)
    {
        count(field, value.size(), most);
        put(value.data(), value.size());
    }
    template <class Number> void numbers(std::string_view field, const std::vector<Number> &values, size_t most)
    {
        count(field, values.size(), most);
        put(values.data(), values.size() * sizeof(Number));
    }
    template <class Element, class Transfer>
    void list(std::string_view field, const std::vector<Element> &elements, size_t most, size_t, Transfer transfer)
    {
        count(field, elements.size(), most);
        for (const Element &element : elements)
            transfer(*this, element);
    }
    void budget(std::string_view field, size_t used, size_t most)
    {
        if (used > most)
            fail(CodecError::Kind::TooLarge, field);
    }
    [[nodiscard]] const std::optional<CodecError> &error() const { return m_error; }

private:
    void count(std::string_view field, size_t value, size_t most)
    {
        if (value > most)
            fail(CodecError::Kind::TooLarge, field);
        number(field, static_cast<uint32_t>(value));
    }
    void fail(CodecError::Kind kind, std::string_view field)
    {
        if (!m_error)
            m_error = CodecError{kind, field, m_bytes.size()};
    }
    void put(const void *data, size_t size)
    {
        if (m_error || size == 0)
            return;
        if (size > maxFrameBytes - m_bytes.size())
            return fail(CodecError::Kind::TooLarge, "frame");
        const auto *first = static_cast<const std::byte *>(data);
        m_bytes.insert(m_bytes.end(), first, first + size);
    }

    std::vector<std::byte> &m_bytes;
    std::optional<CodecError> m_error;
};

/// Reads fields behind each other. After the first error everything reads as zero, and no list grows.
class Reader {
public:
    static constexpr bool reads = true;

    explicit Reader(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    template <class Number> void number(std::string_view field, Number &value)
    {
        value = {};
        if (const std::byte *from = take(field, sizeof value))
            std::memcpy(&value, from, sizeof value);
    }
    void flag(std::string_view field, bool &value)
    {
        uint32_t raw = 0;
        number(field, raw);
        if (raw > 1)
            fail(CodecError::Kind::BadValue, field);
        value = raw == 1;
    }
    template <class Enum> void kind(std::string_view field, Enum &value, Enum last)
    {
        uint32_t raw = 0;
        number(field, raw);
        if (raw > static_cast<uint32_t>(last)) {
            fail(CodecError::Kind::BadValue, field);
            raw = 0;
        }
        value = static_cast<Enum>(raw);
    }
    void text(std::string_view field, std::string &value, size_t most)
    {
        const size_t size = count(field, most, 1);
        if (const std::byte *from = take(field, size); from && size)
            value.assign(reinterpret_cast<const char *>(from), size);
    }
    template <class Number> void numbers(std::string_view field, std::vector<Number> &values, size_t most)
    {
        const size_t size = count(field, most, sizeof(Number));
        if (const std::byte *from = take(field, size * sizeof(Number)); from && size) {
            values.resize(size);
            std::memcpy(values.data(), from, size * sizeof(Number));
        }
    }
    /// `least` is the smallest number of bytes of an element: no frame can make us reserve for more elements than it holds.
    template <class Element, class Transfer>
    void list(std::string_view field, std::vector<Element> &elements, size_t most, size_t least, Transfer transfer)
    {
        const size_t size = count(field, most, least);
        elements.reserve(size);
        for (size_t i = 0; i < size && !m_error; ++i)
            transfer(*this, elements.emplace_back());
    }
    void budget(std::string_view field, size_t used, size_t most)
    {
        if (used > most)
            fail(CodecError::Kind::TooLarge, field);
    }
    void finish()
    {
        if (m_at != m_bytes.size())
            fail(CodecError::Kind::TrailingBytes, "frame");
    }
    [[nodiscard]] const std::optional<CodecError> &error() const { return m_error; }

private:
    size_t count(std::string_view field, size_t most, size_t elementBytes)
    {
        uint32_t value = 0;
        number(field, value);
        if (value > most)
            fail(CodecError::Kind::TooLarge, field);
        else if (value > (m_bytes.size() - m_at) / elementBytes)
            fail(CodecError::Kind::Truncated, field);
        return m_error ? 0 : value;
    }
    const std::byte *take(std::string_view field, size_t size)
    {
        if (m_error)
            return nullptr;
        if (size > m_bytes.size() - m_at) {
            fail(CodecError::Kind::Truncated, field);
            return nullptr;
        }
        const std::byte *from = m_bytes.data() + m_at;
        m_at += size;
        return from;
    }
    void fail(CodecError::Kind kind, std::string_view field)
    {
        if (!m_error)
            m_error = CodecError{kind, field, m_at};
    }

    std::span<const std::byte> m_bytes;
    size_t m_at = 0;
    std::optional<CodecError> m_error;
};

// One function a message names its fields for both directions, so that they cannot come apart. `Of` is const when writing.
template <class Io, class T> using Of = std::conditional_t<Io::reads, T, const T>;

template <class Io> void transfer(Io &io, Of<Io, Hello> &m)
{
    io.number("version", m.version);
}

template <class Io> void transfer(Io &io, Of<Io, Features> &m)
{
    io.flag("uprobeMulti", m.uprobeMulti);
    io.flag("uprobeSession", m.uprobeSession);
    io.flag("kprobe", m.kprobe);
    io.flag("kprobeMulti", m.kprobeMulti);
    io.flag("fentry", m.fentry);
    io.flag("tracefsUprobes", m.tracefsUprobes);
    io.flag("perfUprobes", m.perfUprobes);
    io.flag("rawTracepoint", m.rawTracepoint);
    io.flag("bpfLoop", m.bpfLoop);
    io.flag("btf", m.btf);
    io.flag("loadPrograms", m.loadPrograms);
    io.text("reason", m.reason, maxTextBytes);
    io.text("kernelRelease", m.kernelRelease, maxNameBytes);
}

template <class Io> void transfer(Io &io, Of<Io, Map> &m)
{
    io.text("map name", m.name, maxNameBytes);
    io.number("map type", m.type);
    io.number("key size", m.keySize);
    io.number("value size", m.valueSize);
    io.number("entries", m.maxEntries);
    io.number("map flags", m.flags);
    io.number("key type", m.btfKeyType);
    io.number("value type", m.btfValueType);
    io.numbers("initial value", m.initial, maxFrameBytes);
    io.flag("shared", m.shared);
    io.flag("is counter", m.isCounter);
    io.number("counter type", m.counterType);
    io.number("counter config", m.counterConfig);
}

template <class Io> void transfer(Io &io, Of<Io, Relocation> &m)
{
    io.kind("relocation kind", m.kind, Relocation::Kind::MapValue);
    io.number("instruction", m.instruction);
    io.number("map", m.map);
    io.number("offset", m.offset);
}

template <class Io> void transfer(Io &io, Of<Io, Program> &m)
{
    io.kind("program kind", m.kind, Program::Kind::PerfEvent);
    io.text("program name", m.name, maxNameBytes);
    io.numbers("code", m.code, maxInstructions);
    io.list("relocations", m.relocations, maxInstructions, 16, [](auto &to, auto &e) { transfer(to, e); });
    io.numbers("function info", m.functionInfo, maxFrameBytes);
    io.numbers("line info", m.lineInfo, maxFrameBytes);
    io.text("target", m.target, maxNameBytes);
    io.flag("session", m.session);
    io.flag("inside functions", m.insideFunctions);
    io.flag("few returns", m.fewReturns);
}

template <class Io> void transfer(Io &io, Of<Io, Load> &m)
{
    io.numbers("BTF", m.btf, maxBtfBytes);
    io.list("maps", m.maps, maxMaps, 40, [](auto &to, auto &e) { transfer(to, e); });
    io.list("programs", m.programs, maxPrograms, 32, [](auto &to, auto &e) { transfer(to, e); });
    io.list("program slots", m.programSlots, maxPrograms, 12, [](auto &to, auto &e) {
        to.number("slot's map", e.map);
        to.number("slot's index", e.index);
        to.number("slot's program", e.program);
    });
    io.flag("guru", m.guru);
}

template <class Io> void transfer(Io &io, Of<Io, Loaded> &m)
{
    io.numbers("verified instructions", m.verifiedInstructions, maxPrograms);
    io.number("BTF error", m.btfError);
}

template <class Io> void transfer(Io &io, Of<Io, Attach> &m)
{
    size_t sites = 0;
    io.list("attachments", m.attachments, maxAttachments, 64, [&sites](auto &to, auto &e) {
        to.kind("attachment kind", e.kind, Attachment::Kind::PerfEvents);
        to.number("program", e.program);
        to.flag("is return", e.isReturn);
        to.number("file", e.file);
        to.numbers("offsets", e.offsets, maxSites);
        to.numbers("cookies", e.cookies, maxSites);
        to.numbers("semaphore offsets", e.semaphoreOffsets, maxSites);
        to.list("symbols", e.symbols, maxSites, 4, [](auto &inner, auto &symbol) { inner.text("symbol", symbol, maxNameBytes); });
        to.number("max active", e.maxActive);
        to.number("pid", e.pid);
        to.number("perf type", e.perfType);
        to.number("perf config", e.perfConfig);
        to.number("perf period", e.perfPeriod);
        to.flag("perf frequency", e.perfFrequency);
        to.number("watch type", e.watchType);
        to.number("watch bytes", e.watchBytes);
        sites += e.offsets.size() + e.symbols.size();
        to.budget("sites", sites, maxSites);
    });
    io.number("file count", m.fileCount);
    io.budget("file count", m.fileCount, maxDescriptors);
}

template <class Io> void transfer(Io &io, Of<Io, Attached> &m)
{
    io.list("failures", m.failures, maxSites, 12, [](auto &to, auto &e) {
        to.number("attachment", e.attachment);
        to.number("site", e.site);
        to.number("error", e.error);
    });
    io.number("attached sites", m.attachedSites);
    io.number("first attachment", m.first);
    io.text("method", m.method, maxTextBytes);
}

template <class Io> void transfer(Io &io, Of<Io, Detach> &m)
{
    io.numbers("attachments to detach", m.attachments, maxAttachments);
}

template <class Io> void transfer(Io &, Of<Io, Detached> &) {}

template <class Io> void transfer(Io &, Of<Io, CountMissed> &) {}

template <class Io> void transfer(Io &io, Of<Io, Missed> &m)
{
    io.numbers("missed by attachments", m.attachments, maxAttachmentNumbers);
    io.numbers("missed by programs", m.programs, maxPrograms);
}

template <class Io> void transfer(Io &io, Of<Io, Failed> &m)
{
    io.kind("stage", m.stage, Failed::Stage::Attach);
    io.number("error", m.error);
    io.number("index", m.index);
    io.text("detail", m.detail, maxTextBytes);
    io.text("log", m.log, maxLogBytes);
}

template <size_t Index = 0> std::expected<Message, CodecError> decodeAs(size_t index, std::span<const std::byte> fields)
{
    if constexpr (Index < std::variant_size_v<Message>) {
        if (index != Index)
            return decodeAs<Index + 1>(index, fields);
        std::variant_alternative_t<Index, Message> message;
        Reader reader(fields);
        transfer(reader, message);
        reader.finish();
        if (reader.error())
            return std::unexpected(*reader.error());
        return message;
    } else {
        return std::unexpected(CodecError{CodecError::Kind::UnknownType, "type", 0});
    }
}

}

MessageType typeOf(const Message &message)
{
    return static_cast<MessageType>(message.index() + 1);
}

std::expected<std::vector<std::byte>, CodecError> encode(const Message &message)
{
    std::vector<std::byte> bytes(frameHeaderBytes);
    Writer writer(bytes);
    std::visit([&writer](const auto &m) { transfer(writer, m); }, message);
    if (writer.error())
        return std::unexpected(*writer.error());
    const auto length = static_cast<uint32_t>(bytes.size() - sizeof(uint32_t));
    const auto type = static_cast<uint32_t>(typeOf(message));
    std::memcpy(bytes.data(), &length, sizeof length);
    std::memcpy(bytes.data() + sizeof length, &type, sizeof type);
    return bytes;
}

std::expected<FrameHeader, CodecError> decodeHeader(std::span<const std::byte, frameHeaderBytes> header)
{
    uint32_t length = 0, type = 0;
    std::memcpy(&length, header.data(), sizeof length);
    std::memcpy(&type, header.data() + sizeof length, sizeof type);
    if (length < sizeof type)
        return std::unexpected(CodecError{CodecError::Kind::Truncated, "frame", 0});
    if (length > maxFrameBytes - sizeof length)
        return std::unexpected(CodecError{CodecError::Kind::TooLarge, "frame", 0});
    if (type == 0 || type > std::variant_size_v<Message>)
        return std::unexpected(CodecError{CodecError::Kind::UnknownType, "type", 0});
    return FrameHeader{type, length - sizeof type};
}

std::expected<Message, CodecError> decode(uint32_t type, std::span<const std::byte> fields)
{
    return decodeAs(size_t{type} - 1, fields);
}

Text CodecError::text() const
{
    const std::vector<std::string> where{std::string(field), std::to_string(offset)};
    switch (kind) {
    case Kind::Truncated: return {TAPSCOPE_TEXT("Diagnostics", "message ends inside its field \"%1\" (byte %2)"), where};
    case Kind::TooLarge: return {TAPSCOPE_TEXT("Diagnostics", "message's field \"%1\" is larger than allowed (byte %2)"), where};
    case Kind::BadValue:
        return {TAPSCOPE_TEXT("Diagnostics", "message's field \"%1\" has a value that does not exist (byte %2)"), where};
    case Kind::UnknownType: return {TAPSCOPE_TEXT("Diagnostics", "message of an unknown type"), {}};
    case Kind::TrailingBytes: return {TAPSCOPE_TEXT("Diagnostics", "message is longer than its fields (byte %2)"), where};
    }
    return {};
}

}
