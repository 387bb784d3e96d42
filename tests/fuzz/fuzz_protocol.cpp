// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Frames as a hostile client or helper could send them: nothing but the declared errors may come of it, and what is accepted can
// be written again to the same bytes.

#include "helper/protocol_codec.h"

#include <cstdlib>
#include <cstring>

using namespace tapscope::protocol;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::span bytes(reinterpret_cast<const std::byte *>(data), size);
    if (size < frameHeaderBytes)
        return 0;
    uint32_t type = 0;
    std::memcpy(&type, data, sizeof type);
    (void)decodeHeader(bytes.first<frameHeaderBytes>());
    // The first byte chooses the type, so that most inputs get beyond the header.
    const auto fields = bytes.subspan(sizeof type);
    const auto message = decode(type % 10, fields);
    if (!message) {
        (void)message.error().text().english();
        return 0;
    }
    const auto again = encode(*message);
    if (!again || again->size() != fields.size() + frameHeaderBytes
        || (!fields.empty() && std::memcmp(again->data() + frameHeaderBytes, fields.data(), fields.size()) != 0))
        std::abort();
    return 0;
}
