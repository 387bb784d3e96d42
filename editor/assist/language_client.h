// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/document.h"
#include "services/workspace.h"

#include <QCoreApplication>
#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <array>
#include <memory>
#include <mutex>
#include <stop_token>

namespace tapscope::editor {

class ScriptEditor;

/// Asks the language services about a script, away from the GUI thread. A newer question of a kind takes the place of the older
/// one, whose answer is never heard. Lives in the GUI thread.
class LanguageClient : public QObject {
    Q_OBJECT

public:
    enum class Question {
        Completion,
        Documentation,
        Signature,
        Hover,
        Definition,
        References,
        Rename,
        Outline,
        Occurrences,
        Count
    };

    explicit LanguageClient(ScriptEditor *editor);
    ~LanguageClient() override;

    void setWorkspace(std::shared_ptr<services::Workspace> workspace);
    [[nodiscard]] const std::shared_ptr<services::Workspace> &workspace() const { return m_workspace; }
    /// The script's path, as the services are to know it.
    void setPath(const QString &path);

    /// `what` is called on another thread with the text of now, `then` with its result on this one.
    template <class What, class Then> void ask(Question question, What what, Then then)
    {
        if (m_silent)
            return;
        Slot &slot = m_slots[static_cast<size_t>(question)];
        slot.stop.request_stop();
        slot.stop = std::stop_source();
        const auto asked = std::make_shared<Asked>(current());
        QThreadPool::globalInstance()->start([guard = QPointer<LanguageClient>(this), application = qApp, asked,
                                              workspace = m_workspace, stop = slot.stop.get_token(), what, then] {
            if (stop.stop_requested())
                return;
            const auto document = asked->document();
            auto result = std::make_shared<decltype(what(*workspace, *document, stop))>(what(*workspace, *document, stop));
            QMetaObject::invokeMethod(application, [guard, stop, then, result, document] {
                if (guard && !stop.stop_requested())
                    then(*result);
            });
        });
    }
    void cancel(Question question);
    /// Asks nothing: the text is of another language.
    void setSilent(bool silent) { m_silent = silent; }

private:
    /// One version of the text; its document is made by the first who needs it.
    struct Asked {
        struct Shared {
            std::string path;
            std::string text;
            script::ParseOptions options;
            std::once_flag made;
            std::shared_ptr<const services::Document> document;
        };
        std::shared_ptr<Shared> shared;
        [[nodiscard]] std::shared_ptr<const services::Document> document() const;
    };
    struct Slot {
        std::stop_source stop;
    };
    [[nodiscard]] Asked current();

    ScriptEditor *m_editor;
    std::shared_ptr<services::Workspace> m_workspace;
    std::string m_path = "script.stp";
    std::array<Slot, static_cast<size_t>(Question::Count)> m_slots;
    bool m_silent = false;
    Asked m_current; ///< empty when the text has changed since
};

}
