// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Any bytes on the language server's input are read without a crash; every message it sends is JSON.

#include "services/lsp/json.h"
#include "services/lsp/message_reader.h"
#include "services/lsp/server.h"

#include <cstdlib>

using namespace tapscope::services;

namespace {

void feed(lsp::Server &server, lsp::MessageReader &reader, std::string_view bytes)
{
    reader.feed(bytes);
    while (const auto message = reader.next())
        server.receive(*message);
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    lsp::Server server({}, [](std::string_view content) {
        if (lsp::Json::parse(content, nullptr, false).is_discarded())
            std::abort();
    });
    lsp::MessageReader reader;
    feed(server, reader, lsp::framed(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})"));
    feed(
        server, reader,
        lsp::framed(
            R"({"method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.stp","version":1,"text":"probe begin { }"}}})"));
    feed(server, reader, bytes); // with headers of its own, if it has any
    server.receive(bytes);
    return 0;
}
