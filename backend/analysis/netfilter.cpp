// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "analysis/probe_binder.h"
#include "analysis/target_place.h"
#include "base/glob.h"
#include "base/similar.h"

#include <algorithm>
#include <array>

/// netfilter.hook("…").pf("…"): probes in the functions of the kernel that come to netfilter's hooks, whether rules are there or
/// not.
namespace tapscope::analysis {

namespace {

using debuginfo::Location;
using debuginfo::LocationStep;
using debuginfo::TypeInfo;
using debuginfo::VariableAt;
using Op = LocationStep::Op;

/// How to come to a network device.
enum class Device : uint8_t { None, OfPacket, OfRoute };

struct Hook {
    std::string_view family;
    std::string_view name;
    int number;
    std::array<std::string_view, 2> functions; ///< the first that the kernel has
    int64_t packetRegister; ///< DWARF's number of the register that holds the struct sk_buff *
    Device in, out;
    bool isIndirect = false; ///< the register holds the address of that
};

constexpr int64_t accept = 1; // the verdict that a handler begins with; the rules decide
constexpr int64_t first = 5, second = 4, third = 1; // rdi, rsi, rdx
constexpr Hook hooks[] = {
    {"NFPROTO_IPV4", "PRE_ROUTING", 0, {"ip_rcv_core*", "ip_rcv"}, first, Device::OfPacket, Device::None},
    {"NFPROTO_IPV4", "LOCAL_IN", 1, {"ip_local_deliver"}, first, Device::OfPacket, Device::None},
    {"NFPROTO_IPV4", "FORWARD", 2, {"ip_forward"}, first, Device::OfPacket, Device::OfRoute},
    {"NFPROTO_IPV4", "LOCAL_OUT", 3, {"__ip_local_out"}, third, Device::None, Device::OfRoute},
    {"NFPROTO_IPV4", "POST_ROUTING", 4, {"ip_output"}, third, Device::None, Device::OfRoute},
    {"NFPROTO_IPV6", "PRE_ROUTING", 0, {"ip6_rcv_core*", "ipv6_rcv"}, first, Device::OfPacket, Device::None},
    {"NFPROTO_IPV6", "LOCAL_IN", 1, {"ip6_input"}, first, Device::OfPacket, Device::None},
    {"NFPROTO_IPV6", "FORWARD", 2, {"ip6_forward"}, first, Device::OfPacket, Device::OfRoute},
    {"NFPROTO_IPV6", "LOCAL_OUT", 3, {"__ip6_local_out"}, third, Device::None, Device::OfRoute},
    {"NFPROTO_IPV6", "POST_ROUTING", 4, {"ip6_output"}, third, Device::None, Device::OfRoute},
    {"NFPROTO_ARP", "NF_ARP_IN", 0, {"arp_rcv"}, first, Device::OfPacket, Device::None},
    {"NFPROTO_ARP", "NF_ARP_OUT", 1, {"arp_xmit"}, first, Device::None, Device::OfPacket},
    {"NFPROTO_BRIDGE", "PRE_ROUTING", 0, {"br_handle_frame"}, first, Device::OfPacket, Device::None, true},
    {"NFPROTO_BRIDGE", "LOCAL_IN", 1, {"br_pass_frame_up"}, first, Device::OfPacket, Device::None},
    {"NFPROTO_BRIDGE", "FORWARD", 2, {"__br_forward"}, second, Device::OfPacket, Device::None},
    {"NFPROTO_BRIDGE", "LOCAL_OUT", 3, {"br_dev_xmit"}, first, Device::None, Device::OfPacket},
    {"NFPROTO_BRIDGE", "POST_ROUTING", 4, {"br_forward_finish"}, third, Device::None, Device::OfPacket},
};

bool isCalled(const Hook &hook, std::string_view family, std::string_view name)
{
    if (hook.family != family)
        return false;
    if (family == "NFPROTO_ARP")
        return hook.name == name;
    const auto isBehind = [&](std::string_view head) { return name.starts_with(head) && name.substr(head.size()) == hook.name; };
    if (family == "NFPROTO_BRIDGE")
        return isBehind("NF_BR_");
    return isBehind("NF_INET_") || isBehind(family == "NFPROTO_IPV4" ? "NF_IP_" : "NF_IP6_");
}

std::string nameOf(const Hook &hook)
{
    const std::string_view head = hook.family == "NFPROTO_ARP" ? "" : hook.family == "NFPROTO_BRIDGE" ? "NF_BR_" : "NF_INET_";
    return std::string(head) + std::string(hook.name);
}

/// What can be probed of the first that the kernel has; empty: nothing comes to the hook there.
std::vector<debuginfo::KernelFunction> functionsOf(const Hook &hook, const debuginfo::Kernel &kernel)
{
    for (const std::string_view function : hook.functions) {
        auto found = function.empty() ? std::vector<debuginfo::KernelFunction>() : kernel.functions(function);
        std::erase_if(found, [](const auto &each) { return each.refusal != debuginfo::KernelFunction::Refusal::None; });
        if (!found.empty())
            return found;
    }
    return {};
}

/// As the library calls it: netfilter.ipv4.local_in.
std::string aliasOf(const Hook &hook)
{
    std::string alias = "netfilter." + std::string(hook.family.substr(hook.family.find('_') + 1)) + '.';
    alias += hook.family == "NFPROTO_ARP" ? hook.name.substr(hook.name.rfind('_') + 1) : hook.name;
    std::ranges::transform(alias, alias.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return alias;
}

/// Whether a wildcard of the script means this one with others that the kernel has.
bool isOneOfMany(const ExpandedPoint &point, const debuginfo::Kernel &kernel)
{
    if (point.derivedFrom.empty() || !isGlob(point.derivedFrom.back()))
        return false;
    return std::ranges::any_of(hooks, [&](const Hook &hook) {
        return globMatches(point.derivedFrom.back(), aliasOf(hook)) && !functionsOf(hook, kernel).empty();
    });
}

std::vector<VariableAt> variablesOf(const Hook &hook, const debuginfo::Kernel &kernel)
{
    // A pointer has no name of its own: the type of a member that is one.
    const auto pointer = [&](const char *member) {
        const auto *types = kernel.types();
        const auto packet = types ? types->findType("struct sk_buff") : std::nullopt;
        const auto found = packet ? findMember(*types, *packet, member) : std::nullopt;
        TypeInfo plain;
        plain.kind = TypeInfo::Kind::Pointer;
        plain.byteSize = 8;
        return found ? found->type : plain;
    };
    TypeInfo number;
    number.kind = TypeInfo::Kind::Integer;
    number.name = "unsigned int";
    number.byteSize = 4;
    const auto constant = [](int64_t value) { return Location{Location::Kind::Value, {{Op::Constant, value}}, {}}; };
    std::vector<LocationStep> packet = {{Op::Register, hook.packetRegister}};
    if (hook.isIndirect)
        packet.push_back({Op::Load, 8});
    const auto behindPacket = [&](std::initializer_list<LocationStep> steps) {
        std::vector<LocationStep> all = packet;
        all.insert(all.end(), steps);
        return Location{Location::Kind::Memory, std::move(all), {}};
    };
    const auto device = [&](Device which) {
        const auto own = kernel.memberOffset("sk_buff", "dev");
        const auto route = kernel.memberOffset("sk_buff", "_skb_refdst");
        const auto ofRoute = kernel.memberOffset("dst_entry", "dev");
        if (which == Device::None || !own || !route || !ofRoute)
            return constant(0);
        if (which == Device::OfPacket)
            return behindPacket({{Op::Constant, *own}, {Op::Add, 0}});
        // The lowest bit tells whether the packet counts among the route's users.
        return behindPacket({{Op::Constant, *route},
                             {Op::Add, 0},
                             {Op::Load, 8},
                             {Op::Constant, -2},
                             {Op::And, 0},
                             {Op::Constant, *ofRoute},
                             {Op::Add, 0}});
    };
    std::vector<VariableAt> all = {{"hooknum", number, constant(hook.number), true},
                                   {"skb", pointer("next"), {Location::Kind::Value, packet, {}}, true},
                                   {"in", pointer("dev"), device(hook.in), true},
                                   {"out", pointer("dev"), device(hook.out), true},
                                   {"verdict", number, constant(accept), true}};
    if (hook.family == "NFPROTO_BRIDGE" && hook.name == "FORWARD") {
        // What this machine sends comes there too: a truth value in rdx.
        all.push_back(
            {"local", number, {Location::Kind::Value, {{Op::Register, third}, {Op::Constant, 255}, {Op::And, 0}}, {}}, true});
    }
    return all;
}

}

std::vector<BoundPoint> ProbeBinder::netfilterHook(const ExpandedPoint &point)
{
    const size_t hookAt = point.components[1].name.text == "hook" ? 1 : 2;
    const std::string &name = *point.components[hookAt].text;
    const std::string &family = *point.components[3 - hookAt].text;
    const auto hook = std::ranges::find_if(hooks, [&](const Hook &each) { return isCalled(each, family, name); });
    if (hook == std::end(hooks)) {
        const bool isKnown = std::ranges::contains(hooks, family, &Hook::family);
        std::vector<std::string> names;
        for (const Hook &each : hooks) {
            if (each.family == family)
                names.push_back(nameOf(each));
        }
        const std::vector<std::string> similar = similarNames(name, names);
        problem(point, "no-such-hook", argumentRange(point, isKnown ? hookAt : 3 - hookAt),
                isKnown
                    ? Text{TAPSCOPE_TEXT("Diagnostics", "netfilter has no hook '%1' for %2 that can be probed"), {name, family}}
                    : Text{TAPSCOPE_TEXT("Diagnostics", "netfilter's hooks for '%1' cannot be probed"), {family}},
                !similar.empty() ? didYouMean(similar)
                    : isKnown
                    ? Text{TAPSCOPE_TEXT("Diagnostics",
                                         "there are NF_INET_PRE_ROUTING, NF_INET_LOCAL_IN, NF_INET_FORWARD, "
                                         "NF_INET_LOCAL_OUT and NF_INET_POST_ROUTING, the same of bridges (NF_BR_…), and of ARP "
                                         "NF_ARP_IN and NF_ARP_OUT"),
                           {}}
                    : Text{TAPSCOPE_TEXT("Diagnostics", "NFPROTO_IPV4, NFPROTO_IPV6, NFPROTO_ARP and NFPROTO_BRIDGE can be"),
                           {}});
        return {};
    }
    const std::shared_ptr<const debuginfo::Kernel> running = kernel(point);
    if (!running)
        return {};
    BoundPoint bound;
    bound.kind = ProbeKind::KernelFunction;
    bound.kernel = running;
    bound.ownVariables = variablesOf(*hook, *running);
    bound.ownName = name;
    for (const debuginfo::KernelFunction &found : functionsOf(*hook, *running)) {
        bound.modules.push_back(found.module);
        Site &site = bound.sites.emplace_back();
        site.probePoint = point.text();
        site.function = found.name;
        site.kernelSymbol = found.name;
        site.address = found.address;
    }
    if (!bound.sites.empty())
        return {std::move(bound)};
    if (isOneOfMany(point, *running))
        return {};
    problem(point, "no-such-hook", argumentRange(point, hookAt),
            {TAPSCOPE_TEXT("Diagnostics", "the running kernel has no function that comes to netfilter's hook '%1' for %2"),
             {name, family}},
            {TAPSCOPE_TEXT("Diagnostics", "load the kernel module of that protocol first, or leave the probe point out with '?'"),
             {}});
    return {};
}

}
