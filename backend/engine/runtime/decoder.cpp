// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/runtime/decoder.h"

#include "engine/runtime/error_text.h"
#include "engine/runtime/format.h"
#include "engine/runtime/indent_healer.h"
#include "engine/runtime/record_reader.h"
#include "engine/runtime/site_addresses.h"
#include "trace/call_words.h"

#include <algorithm>
#include <cstring>

namespace tapscope::engine {

using analysis::FormatPiece;
using translator::FieldKind;
using translator::FieldLayout;
using translator::RecordHeader;
using translator::RecordLayout;

namespace {

std::string_view executableName(const RecordHeader &header)
{
    return {header.execname, ::strnlen(header.execname, sizeof header.execname)};
}

/// Values of $$parms and the like, as stap prints them: name=0x2a, name=? for what is not available.
void appendVariable(std::string &out, const analysis::Site::Variable *variable, uint64_t value, uint8_t state)
{
    if (variable)
        out += variable->name;
    out += '=';
    const auto kind = variable ? variable->type.kind : debuginfo::TypeInfo::Kind::Integer;
    if (kind == debuginfo::TypeInfo::Kind::Structure || kind == debuginfo::TypeInfo::Kind::Union)
        out += "{...}";
    else if (kind == debuginfo::TypeInfo::Kind::Array && state != 0)
        out += "[...]";
    else if (state == 1)
        out += '?';
    else if (state != 0)
        out += "ERROR";
    else
        appendHex(out, value);
}

}

void DecodedBatch::clear()
{
    batch.clear();
    errors.clear();
    exitRequested = false;
    hit.reset();
    starts.clear();
    records = malformed = lost = 0;
}

struct RecordDecoder::Impl {
    const translator::Bundle &bundle;
    const script::SourceSet &sources;
    uint64_t startNs;
    size_t maxTextLength; ///< of a string value of the script
    SiteAddresses addresses;
    IndentHealer indents;
    std::string text; ///< of the print at hand
    std::string field; ///< of a field that gets padded or cut

    /// The record at hand.
    RecordHeader header;
    const analysis::Site *site = nullptr;
    trace::Event event; ///< what all events of the record share

    /// What the print at hand turned out to be.
    int32_t indentDelta = 0;
    bool hasIndent = false;
    bool cut = false;
    size_t afterIndent = 0;
    bool hasFunctionField = false;
    size_t afterFunction = 0;

    void decode(std::span<const std::byte> record, DecodedBatch &out);
    bool decodePrint(const RecordLayout &layout, RecordReader &reader, DecodedBatch &out);
    void decodeError(RecordReader &reader, DecodedBatch &out);
    bool decodeHit(const RecordLayout &layout, RecordReader &reader, DecodedBatch &out);
    void emitPrint(DecodedBatch &out);
    /// Appends a field's text to `to`; numbers come back as such.
    FormatArgument readField(const FieldLayout &layout, RecordReader &reader, std::string &to);
    void readIndent(bool withName, RecordReader &reader, std::string &to);
    void readVariables(const FieldLayout &layout, RecordReader &reader, std::string &to);
    [[nodiscard]] std::string_view siteFunction() const { return site ? std::string_view(site->function) : std::string_view(); }
};

void RecordDecoder::Impl::readIndent(bool withName, RecordReader &reader, std::string &to)
{
    auto microseconds = reader.take<int64_t>();
    auto spaces = reader.take<int32_t>();
    indentDelta = reader.take<int32_t>();
    hasIndent = true;
    if (withName && (header.flags & translator::HasFrame) && indentDelta != 0) {
        indents.mend({(uint64_t{header.pid} << 32) | header.tid, header.handler, header.stackPointer, header.returnAddress,
                      indentDelta},
                     microseconds, spaces);
    }
    const size_t begin = to.size();
    appendIndent(to, microseconds, withName ? executableName(header) : std::string_view(), header.tid, spaces);
    // In the script it is a string, so it ends where strings end.
    if (to.size() - begin > maxTextLength)
        to.resize(begin + maxTextLength);
    afterIndent = to.size();
}

void RecordDecoder::Impl::readVariables(const FieldLayout &layout, RecordReader &reader, std::string &to)
{
    const auto values = reader.takeBytes(size_t{layout.count} * 8);
    const auto states = reader.takeBytes(layout.count);
    reader.align();
    if (reader.failed())
        return;
    const size_t begin = to.size();
    for (uint32_t i = 0; i < layout.count; ++i) {
        uint64_t value = 0;
        std::memcpy(&value, values.data() + size_t{i} * 8, 8);
        const size_t place = size_t{layout.firstVariable} + i;
        const analysis::Site::Variable *variable = site && place < site->variables.size() ? &site->variables[place] : nullptr;
        if (i > 0)
            to += ' ';
        appendVariable(to, variable, value, static_cast<uint8_t>(states[i]));
    }
    if (to.size() - begin > maxTextLength)
        to.resize(begin + maxTextLength);
}

FormatArgument RecordDecoder::Impl::readField(const FieldLayout &layout, RecordReader &reader, std::string &to)
{
    switch (layout.kind) {
    case FieldKind::Long: return reader.take<int64_t>();
    case FieldKind::Literal: to += layout.literal; break;
    case FieldKind::ProbePoint:
        if (site)
            to += site->probePoint;
        break;
    case FieldKind::ProbeFunction: to += siteFunction(); break;
    case FieldKind::Execname: to += executableName(header); break;
    case FieldKind::ThreadIndent: readIndent(true, reader, to); break;
    case FieldKind::Indent: readIndent(false, reader, to); break;
    case FieldKind::Variables: readVariables(layout, reader, to); break;
    case FieldKind::Stack:
    case FieldKind::UserStack:
    case FieldKind::Bytes: {
        const auto length = reader.take<uint32_t>();
        const auto flags = reader.take<uint32_t>();
        to += reader.takeText(length);
        reader.align();
        cut = cut || (flags & 1) != 0;
        break;
    }
    }
    return std::string_view();
}

bool RecordDecoder::Impl::decodePrint(const RecordLayout &layout, RecordReader &reader, DecodedBatch &out)
{
    if (layout.format >= bundle.ir.prints.size())
        return false;
    text.clear();
    indentDelta = 0;
    hasIndent = cut = hasFunctionField = false;
    afterIndent = afterFunction = 0;
    const std::vector<FieldLayout> &fields = layout.fields;
    size_t next = 0;
    const auto takeNumber = [&]() -> int64_t {
        field.clear();
        return next < fields.size() ? readField(fields[next++], reader, field).number : 0;
    };
    const translator::ir::PrintFormat &format = bundle.ir.prints[layout.format];
    TextCutter cutter(format.innerTexts, maxTextLength);
    for (const FormatPiece &piece : format.pieces) {
        cut = cutter.beforePiece(text) || cut;
        text += piece.literal;
        if (piece.conversion == 0)
            continue;
        const int64_t width = piece.widthFromArgument ? takeNumber() : 0;
        const int64_t precision = piece.precisionFromArgument ? takeNumber() : 0;
        if (next >= fields.size())
            return false;
        const FieldLayout &fieldLayout = fields[next++];
        const bool plain = !piece.widthFromArgument && !piece.precisionFromArgument && !piece.width && !piece.precision;
        if (fieldLayout.kind == FieldKind::Long) {
            const FormatArgument value = reader.take<int64_t>();
            if (plain && piece.conversion == 'd' && !piece.plusSign && !piece.spaceSign)
                appendDecimal(text, value.number);
            else
                appendValue(text, piece, fieldSize(piece, width, precision), value);
        } else if (plain && piece.conversion == 's' && !piece.alternate) {
            readField(fieldLayout, reader, text);
        } else {
            field.clear();
            readField(fieldLayout, reader, field);
            appendValue(text, piece, fieldSize(piece, width, precision), std::string_view(field));
            if (fieldLayout.kind == FieldKind::ThreadIndent || fieldLayout.kind == FieldKind::Indent)
                afterIndent = text.size();
        }
        if (reader.failed())
            return false;
        if (fieldLayout.kind == FieldKind::ProbeFunction) {
            hasFunctionField = true;
            afterFunction = text.size();
        }
    }
    cut = cutter.beforePiece(text) || cut;
    emitPrint(out);
    return true;
}

void RecordDecoder::Impl::emitPrint(DecodedBatch &out)
{
    trace::Event &print = out.batch.events.emplace_back(event);
    print.text = out.batch.text.add(text);
    print.truncated = print.truncated || cut;
    if (!hasIndent || indentDelta == 0)
        return;
    print.kind = indentDelta > 0 ? trace::Event::Kind::Enter : trace::Event::Kind::Leave;
    // Names outlive the batch where they can, so that the tree compares pointers to the same few texts.
    if (hasFunctionField) {
        print.function = siteFunction();
        print.arguments = trace::restOfCall(print.text.substr(std::min(afterFunction, print.text.size())));
        return;
    }
    const trace::CallWords words = trace::splitCall(print.text.substr(std::min(afterIndent, print.text.size())));
    print.function = words.function;
    print.arguments = words.rest;
}

void RecordDecoder::Impl::decodeError(RecordReader &reader, DecodedBatch &out)
{
    const auto number = reader.take<uint32_t>();
    const auto place = reader.take<uint32_t>();
    const auto operand = reader.take<int64_t>();
    if (reader.failed() || place >= bundle.errorSites.size()) {
        ++out.malformed;
        return;
    }
    const auto kind = static_cast<translator::RuntimeError>(number);
    const translator::ErrorSite &where = bundle.errorSites[place];
    std::string message;
    // The text travels as a Bytes field when it was made at run time.
    if (kind == translator::RuntimeError::Raised && reader.left() >= 8) {
        const auto length = reader.take<uint32_t>();
        reader.take<uint32_t>();
        message = reader.takeText(length);
    } else if (auto words = errorMessage(bundle, kind, where, operand)) {
        message = std::move(*words);
    } else {
        ++out.malformed;
        return;
    }
    out.errors.push_back({header.handler, event.site, event.timeNs, errorText(message, where.range, sources)});
}

void decodeUserStack(RecordReader &reader, RecordedHit &hit)
{
    const auto header = reader.take<translator::UserStackHeader>();
    const auto data = reader.takeBytes(header.length - std::min<size_t>(header.length, sizeof header - 8));
    reader.align();
    if (reader.failed())
        return;
    UserStack &stack = hit.userStack.emplace();
    std::ranges::copy(header.registers, stack.registers);
    constexpr size_t stackPointer = 7, page = 4096;
    const size_t skipped = stack.registers[stackPointer] % page;
    if (data.size() > skipped)
        stack.bytes.assign(data.begin() + static_cast<std::ptrdiff_t>(skipped), data.end());
    for (const auto &call : header.returns) {
        if (call.slot == 0)
            break;
        const uint64_t place = call.slot - stack.registers[stackPointer];
        if (place < stack.bytes.size() && stack.bytes.size() - place >= sizeof call.address)
            std::memcpy(stack.bytes.data() + place, &call.address, sizeof call.address);
    }
}

namespace {

/// What the fields of a recorded hit hold, one after another of either kind.
struct RecordedFields {
    const std::vector<int64_t> &numbers;
    std::vector<std::string> &texts;
    size_t nextNumber = 0, nextText = 0;
    bool failed = false;

    int64_t number()
    {
        failed = failed || nextNumber >= numbers.size();
        return failed ? 0 : numbers[nextNumber++];
    }
    std::string text()
    {
        failed = failed || nextText >= texts.size();
        return failed ? std::string() : std::move(texts[nextText++]);
    }
    Cell cell(bool isString) { return isString ? Cell{0, text()} : Cell{number(), {}}; }
};

}

bool RecordDecoder::Impl::decodeHit(const RecordLayout &layout, RecordReader &reader, DecodedBatch &out)
{
    RecordedHit hit;
    hit.handler = header.handler;
    hit.site = event.site;
    hit.cpu = header.cpu;
    hit.pid = header.pid;
    hit.tid = header.tid;
    hit.timeNs = event.timeNs;
    hit.monotonicNs = header.timeNs;
    hit.stackPointer = event.stackPointer;
    hit.returnAddress = event.returnAddress;
    hit.execname = executableName(header);
    std::vector<int64_t> numbers;
    std::vector<std::string> texts;
    for (const FieldLayout &part : layout.fields) {
        field.clear();
        switch (part.kind) {
        case FieldKind::Variables: {
            const auto values = reader.takeBytes(size_t{part.count} * 8);
            const auto states = reader.takeBytes(part.count);
            reader.align();
            if (reader.failed())
                return false;
            for (uint32_t i = 0; i < part.count; ++i) {
                RecordedHit::Value &value = hit.values.emplace_back();
                std::memcpy(&value.value, values.data() + size_t{i} * 8, 8);
                value.state = static_cast<uint8_t>(states[i]);
            }
            break;
        }
        case FieldKind::Long: numbers.push_back(reader.take<int64_t>()); break;
        case FieldKind::Bytes:
            readField(part, reader, field);
            texts.push_back(field);
            break;
        case FieldKind::Stack: {
            const auto length = reader.take<uint32_t>();
            reader.take<uint32_t>();
            for (uint32_t n = 0; n < length / 8; ++n)
                hit.kernelStack.push_back(reader.take<uint64_t>());
            texts.emplace_back();
            break;
        }
        case FieldKind::UserStack:
            decodeUserStack(reader, hit);
            texts.emplace_back();
            break;
        case FieldKind::ThreadIndent:
        case FieldKind::Indent:
            readField(part, reader, field);
            hit.indent = field;
            break;
        case FieldKind::Literal:
        case FieldKind::ProbePoint:
        case FieldKind::ProbeFunction:
        case FieldKind::Execname:
            readField(part, reader, field);
            texts.push_back(field);
            break;
        }
    }
    const auto deferral = bundle.deferrals.find(header.handler);
    if (reader.failed() || deferral == bundle.deferrals.end())
        return false;
    RecordedFields fields{numbers, texts};
    for (const auto &planned : deferral->second.reads) {
        RecordedHit::Read &read = hit.reads.emplace_back();
        read.of = fields.number();
        read.first = fields.number();
        if (planned.isString)
            read.text = fields.text();
        else
            read.number = fields.number();
    }
    for (const auto &planned : deferral->second.calls) {
        RecordedHit::Call &call = hit.calls.emplace_back();
        for (const auto &argument : planned.arguments)
            call.arguments.push_back(argument.isConstant ? Cell{argument.number, argument.text} : fields.cell(argument.isString));
        call.error = static_cast<uint64_t>(fields.number());
        call.operand = fields.number();
        call.actions = fields.number();
        call.result = fields.cell(planned.isString);
    }
    for (const auto &planned : deferral->second.entryValues)
        hit.entryValues.push_back(fields.cell(planned.isString));
    hit.uid = fields.number();
    hit.gid = fields.number();
    if (fields.failed || fields.nextNumber != numbers.size())
        return false;
    out.hit = std::move(hit);
    return true;
}

void RecordDecoder::Impl::decode(std::span<const std::byte> record, DecodedBatch &out)
{
    ++out.records;
    RecordReader reader(record);
    header = reader.take<RecordHeader>();
    if (!reader.failed() && header.handler == translator::programStarted && header.site < bundle.program.watchedPrograms.size()) {
        out.starts.push_back({static_cast<uint32_t>(header.site), header.pid, header.timeNs});
        return;
    }
    if (reader.failed() || header.handler >= bundle.program.handlers.size()) {
        ++out.malformed;
        return;
    }
    event = trace::Event();
    event.handler = header.handler;
    event.cpu = header.cpu;
    event.pid = header.pid;
    event.tid = header.tid;
    event.timeNs = header.timeNs > startNs ? header.timeNs - startNs : 0;
    if (header.flags & translator::HasFrame) {
        event.stackPointer = header.stackPointer;
        event.returnAddress = header.returnAddress;
    }
    if (header.flags & translator::HasExecname)
        event.execname = out.batch.text.add(executableName(header));
    event.aborted = (header.flags & translator::Aborted) != 0;
    event.truncated = (header.flags & translator::Truncated) != 0;
    const uint64_t siteIndex = header.flags & translator::SiteIsAddress
        ? addresses.find(header.handler, header.site, header.codeStart)
        : header.site;
    site = siteIndex < bundle.program.sites.size() ? &bundle.program.sites[siteIndex] : nullptr;
    event.site = site ? static_cast<uint32_t>(siteIndex) : UINT32_MAX;
    if (header.lostBefore > 0) {
        trace::Event &lost = out.batch.events.emplace_back(event);
        lost.kind = trace::Event::Kind::Lost;
        lost.lost = header.lostBefore;
        out.lost += header.lostBefore;
        indents.lost();
    }
    while (reader.left() > 0) {
        const auto id = reader.take<uint32_t>();
        const auto size = reader.take<uint32_t>();
        RecordReader entry(reader.takeBytes(size));
        reader.align();
        if (reader.failed()) {
            ++out.malformed;
            return;
        }
        if (id == translator::entryExit) {
            out.exitRequested = true;
        } else if (id == translator::entryError) {
            decodeError(entry, out);
        } else if (id < bundle.layouts.size() && bundle.layouts[id].deferred) {
            if (!decodeHit(bundle.layouts[id], entry, out)) {
                ++out.malformed;
                return;
            }
        } else if (id >= bundle.layouts.size() || !decodePrint(bundle.layouts[id], entry, out)) {
            ++out.malformed;
            return;
        }
    }
}

RecordDecoder::RecordDecoder(const translator::Bundle &bundle, const script::SourceSet &sources, uint64_t startNs,
                             uint32_t maxStringLength)
    : m_impl(new Impl{.bundle = bundle,
                      .sources = sources,
                      .startNs = startNs,
                      .maxTextLength = std::max(maxStringLength, 2U) - 1,
                      .addresses = SiteAddresses(bundle.program),
                      .indents = {},
                      .text = {},
                      .field = {},
                      .header = {},
                      .event = {}})
{}

RecordDecoder::~RecordDecoder() = default;

void RecordDecoder::decode(std::span<const std::byte> record, DecodedBatch &out)
{
    m_impl->decode(record, out);
}

uint64_t RecordDecoder::returnsTooDeep() const
{
    return m_impl->indents.returnsTooDeep();
}

}
