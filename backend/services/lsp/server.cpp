// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "services/lsp/server.h"

#include "base/descriptor_io.h"
#include "services/lsp/conversions.h"
#include "services/lsp/message_reader.h"
#include "services/lsp/requests.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace tapscope::services::lsp {

namespace {

using Clock = std::chrono::steady_clock;

struct OpenDocument {
    std::shared_ptr<const Document> document;
    Json version;
};

struct Task {
    Json id;
    Request request;
    std::stop_source stop;
};

struct PendingCheck {
    Clock::time_point due;
    std::shared_ptr<const Document> document;
    Json version;
};

bool isId(const Json &id)
{
    return id.is_number_integer() || id.is_string();
}

}

struct Server::State {
    State(ServerOptions wanted, std::function<void(std::string_view)> out)
        : options(std::move(wanted))
        , sink(std::move(out))
        , workspace(options.workspace)
        , answering([this](const std::stop_token &stop) { answerAll(stop); })
        , checking([this](const std::stop_token &stop) { checkAll(stop); })
    {}

    ~State()
    {
        {
            const std::lock_guard lock(mutex);
            for (Task &task : tasks)
                task.stop.request_stop();
            running.request_stop();
            checkStop.request_stop();
        }
        answering.request_stop();
        checking.request_stop();
    }

    void send(const Json &message)
    {
        const std::string content = dump(message);
        const std::lock_guard lock(sending);
        sink(content);
    }
    void reply(const Json &id, const Json &result) { send({{"jsonrpc", "2.0"}, {"id", id}, {"result", result}}); }
    void fail(const Json &id, int code, const std::string &message)
    {
        send({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}});
    }

    void request(const Json &id, const std::string &method, const Json &params);
    void notification(const std::string &method, const Json &params);
    void initialize(const Json &id, const Json &params);
    void configure(const Json &settings);
    void open(const std::string &uri, std::string text, const Json &version);
    void change(const Json &params);
    void close(const std::string &uri);
    void cancel(const Json &id);
    void answerAll(const std::stop_token &stop);
    void checkAll(const std::stop_token &stop);
    void publish(const std::string &uri, const PendingCheck &check, const std::stop_token &stop);

    ServerOptions options;
    std::function<void(std::string_view)> sink;
    std::mutex sending;
    Workspace workspace;
    ClientAbilities client;
    std::chrono::milliseconds delay{150};
    bool initialized = false;
    bool shutDown = false;
    bool exited = false;
    std::map<std::string, OpenDocument> documents; ///< of the thread that receives

    std::mutex mutex; ///< of what follows
    std::condition_variable_any wake;
    std::deque<Task> tasks;
    Json runningId;
    std::stop_source running{std::nostopstate};
    std::map<std::string, PendingCheck> checks;
    std::string checkedUri;
    std::stop_source checkStop{std::nostopstate};

    std::jthread answering; ///< last, so that they end first
    std::jthread checking;
};

Server::Server(ServerOptions options, std::function<void(std::string_view)> send)
    : m_state(std::make_unique<State>(std::move(options), std::move(send)))
{}

Server::~Server() = default;

bool Server::ended() const
{
    return m_state->exited;
}

int Server::status() const
{
    return m_state->shutDown ? 0 : 1;
}

void Server::receive(std::string_view content)
{
    const Json message = Json::parse(content, nullptr, false);
    if (message.is_discarded()) {
        m_state->fail(nullptr, parseError, "the message is no JSON");
        return;
    }
    const Json &method = member(message, "method");
    const Json &id = member(message, "id");
    if (!method.is_string()) {
        // Answers to requests of ours would have a result; there are none that wait for one.
        if (!message.is_object() || (!message.contains("result") && !message.contains("error")))
            m_state->fail(isId(id) ? id : Json(), invalidRequest, "the message has no method");
        return;
    }
    if (isId(id))
        m_state->request(id, method.get<std::string>(), member(message, "params"));
    else if (message.contains("id"))
        m_state->fail(nullptr, invalidRequest, "the id is neither a number nor a string");
    else
        m_state->notification(method.get<std::string>(), member(message, "params"));
}

void Server::State::request(const Json &id, const std::string &method, const Json &params)
{
    if (method == "initialize") {
        if (initialized)
            fail(id, invalidRequest, "initialize was sent before");
        else
            initialize(id, params);
        return;
    }
    if (!initialized) {
        fail(id, notInitialized, "initialize comes first");
    } else if (shutDown) {
        fail(id, invalidRequest, "the server has been shut down");
    } else if (method == "shutdown") {
        shutDown = true;
        reply(id, nullptr);
    } else if (!isDocumentRequest(method)) {
        fail(id, methodNotFound, "unknown method " + method);
    } else {
        Task task{id, {method, params, {}, nullptr, client}, {}};
        task.request.uri = text(at(params, method == "completionItem/resolve" ? "data.uri" : "textDocument.uri"));
        if (const auto found = documents.find(task.request.uri); found != documents.end())
            task.request.document = found->second.document;
        const std::lock_guard lock(mutex);
        tasks.push_back(std::move(task));
        wake.notify_all();
    }
}

void Server::State::initialize(const Json &id, const Json &params)
{
    initialized = true;
    client.snippets = flag(at(params, "capabilities.textDocument.completion.completionItem.snippetSupport"));
    configure(member(params, "initializationOptions"));
    reply(id, {{"capabilities", capabilities()}, {"serverInfo", {{"name", "tapscope"}, {"version", options.version}}}});
}

// {"program": "/usr/bin/x", "tapsetDirectories": ["…"], "checkDelay": 150}, as such or under "tapscope".
void Server::State::configure(const Json &settings)
{
    const Json &own = member(settings, "tapscope").is_object() ? member(settings, "tapscope") : settings;
    delay = std::chrono::milliseconds(std::min(number(member(own, "checkDelay"), static_cast<uint32_t>(delay.count())), 10'000U));
    const Json &program = member(own, "program");
    const Json &directories = member(own, "tapsetDirectories");
    if (!program.is_string() && !directories.is_array())
        return;
    WorkspaceOptions changed = options.workspace;
    if (program.is_string()) {
        changed.analysis.targetProgram = program.get<std::string>();
        changed.analysis.hasTarget = !changed.analysis.targetProgram.empty();
    }
    if (directories.is_array()) {
        for (const Json &directory : directories) {
            if (directory.is_string())
                changed.analysis.tapsetDirectories.push_back(directory.get<std::string>());
        }
    }
    workspace.setOptions(std::move(changed));
    for (const auto &[uri, each] : documents)
        open(uri, std::string(each.document->text()), each.version);
}

void Server::State::notification(const std::string &method, const Json &params)
{
    if (method == "exit")
        exited = true;
    if (!initialized || shutDown)
        return;
    const Json &item = member(params, "textDocument");
    if (method == "textDocument/didOpen")
        open(text(member(item, "uri")), text(member(item, "text")), member(item, "version"));
    else if (method == "textDocument/didChange")
        change(params);
    else if (method == "textDocument/didClose")
        close(text(member(item, "uri")));
    else if (method == "workspace/didChangeConfiguration")
        configure(member(params, "settings"));
    else if (method == "$/cancelRequest")
        cancel(member(params, "id"));
}

void Server::State::open(const std::string &uri, std::string text, const Json &version)
{
    auto document = std::make_shared<const Document>(pathOf(uri), std::move(text), workspace.options()->analysis.parse);
    documents[uri] = {document, version};
    const std::lock_guard lock(mutex);
    checks[uri] = {Clock::now() + delay, std::move(document), version};
    if (checkedUri == uri)
        checkStop.request_stop();
    wake.notify_all();
}

void Server::State::change(const Json &params)
{
    const std::string uri = text(at(params, "textDocument.uri"));
    const auto found = documents.find(uri);
    const Json &changes = member(params, "contentChanges");
    if (found == documents.end() || !changes.is_array())
        return;
    std::string now(found->second.document->text());
    for (const Json &each : changes) {
        const Json &range = member(each, "range");
        if (!range.is_object()) {
            now = text(member(each, "text"));
            continue;
        }
        const script::SourceFile file({}, now);
        const auto offset = [&](const Json &position) {
            return offsetOf(file, {number(member(position, "line")), number(member(position, "character"))});
        };
        const uint32_t begin = offset(member(range, "start"));
        const uint32_t end = std::max(begin, offset(member(range, "end")));
        now.replace(begin, end - begin, text(member(each, "text")));
    }
    open(uri, std::move(now), at(params, "textDocument.version"));
}

void Server::State::close(const std::string &uri)
{
    if (documents.erase(uri) == 0)
        return;
    {
        const std::lock_guard lock(mutex);
        checks.erase(uri);
        if (checkedUri == uri)
            checkStop.request_stop();
    }
    send({{"jsonrpc", "2.0"},
          {"method", "textDocument/publishDiagnostics"},
          {"params", {{"uri", uri}, {"diagnostics", Json::array()}}}});
}

void Server::State::cancel(const Json &id)
{
    const std::lock_guard lock(mutex);
    for (Task &task : tasks) {
        if (task.id == id)
            task.stop.request_stop();
    }
    if (runningId == id)
        running.request_stop();
}

void Server::State::answerAll(const std::stop_token &stop)
{
    while (true) {
        Task task;
        {
            std::unique_lock lock(mutex);
            if (!wake.wait(lock, stop, [this] { return !tasks.empty(); }))
                return;
            task = std::move(tasks.front());
            tasks.pop_front();
            running = task.stop;
            runningId = task.id;
        }
        const auto result = answer(workspace, task.request, task.stop.get_token());
        if (stop.stop_requested())
            return;
        if (result)
            reply(task.id, *result);
        else
            fail(task.id, result.error().code, result.error().message);
        const std::lock_guard lock(mutex);
        runningId = nullptr;
    }
}

void Server::State::checkAll(const std::stop_token &stop)
{
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        if (!wake.wait(lock, stop, [this] { return !checks.empty(); }))
            return;
        const auto next = std::ranges::min_element(checks, {}, [](const auto &each) { return each.second.due; });
        if (const auto due = next->second.due; due > Clock::now()) {
            wake.wait_until(lock, stop, due,
                            [&] { return std::ranges::any_of(checks, [&](const auto &each) { return each.second.due < due; }); });
            continue;
        }
        const PendingCheck check = std::move(next->second);
        checkedUri = next->first;
        checks.erase(next);
        checkStop = std::stop_source();
        const std::string uri = checkedUri;
        const std::stop_token token = checkStop.get_token();
        lock.unlock();
        publish(uri, check, token);
        lock.lock();
        checkedUri.clear();
    }
}

void Server::State::publish(const std::string &uri, const PendingCheck &check, const std::stop_token &stop)
{
    const CheckedScript checked = services::check(workspace, *check.document, stop);
    if (checked.cancelled)
        return;
    Json list = Json::array();
    for (size_t i = 0; i < checked.diagnostics.size(); ++i)
        list.push_back(diagnosticJson(workspace, *check.document, uri, checked.diagnostics[i], checked.places[i]));
    Json params{{"uri", uri}, {"diagnostics", std::move(list)}};
    if (check.version.is_number_integer())
        params["version"] = check.version;
    {
        // A change that came meanwhile will have diagnostics of its own.
        const std::lock_guard lock(mutex);
        if (stop.stop_requested())
            return;
    }
    send({{"jsonrpc", "2.0"}, {"method", "textDocument/publishDiagnostics"}, {"params", std::move(params)}});
}

int serve(ServerOptions options, int input, int output)
{
    std::atomic<bool> broken = false;
    Server server(std::move(options), [&](std::string_view content) {
        if (!broken && !writeAll(output, framed(content)))
            broken = true;
    });
    MessageReader reader;
    char buffer[65536];
    while (!server.ended() && !broken) {
        const ssize_t size = ::read(input, buffer, sizeof buffer);
        if (size < 0 && errno == EINTR)
            continue;
        if (size <= 0)
            break;
        reader.feed({buffer, static_cast<size_t>(size)});
        while (!server.ended()) {
            const auto message = reader.next();
            if (!message)
                break;
            server.receive(*message);
        }
    }
    return server.status();
}

}
