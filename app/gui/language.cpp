// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>
#include <vector>

namespace tapscope::app {

namespace {

struct Installed {
    QString code = QStringLiteral("en");
    std::vector<std::unique_ptr<QTranslator>> translators;
};

Installed &installed()
{
    static Installed state;
    return state;
}

}

QStringList languages()
{
    return {QStringLiteral("en"), QStringLiteral("zh_CN")};
}

QString languageName(const QString &code)
{
    return code == QStringLiteral("zh_CN") ? QStringLiteral("简体中文") : QStringLiteral("English");
}

QString desktopLanguage()
{
    for (const QString &wanted : QLocale::system().uiLanguages()) {
        if (wanted.startsWith(QStringLiteral("zh")) && !wanted.contains(QStringLiteral("TW"))
            && !wanted.contains(QStringLiteral("HK")) && !wanted.contains(QStringLiteral("Hant")))
            return QStringLiteral("zh_CN");
        if (wanted.startsWith(QStringLiteral("en")) || wanted == QStringLiteral("C"))
            break;
    }
    return QStringLiteral("en");
}

QString currentLanguage()
{
    return installed().code;
}

void setLanguage(const QString &code)
{
    const QString chosen = languages().contains(code) ? code : QStringLiteral("en");
    Installed &state = installed();
    for (const auto &translator : state.translators)
        QCoreApplication::removeTranslator(translator.get());
    state.translators.clear();
    state.code = chosen;
    QLocale::setDefault(QLocale(chosen == QStringLiteral("en") ? QStringLiteral("en_GB") : chosen));
    const auto install = [&state](const QString &file) {
        auto translator = std::make_unique<QTranslator>();
        if (translator->load(file) && QCoreApplication::installTranslator(translator.get()))
            state.translators.push_back(std::move(translator));
    };
    install(QLibraryInfo::path(QLibraryInfo::TranslationsPath) + u"/qtbase_" + chosen + u".qm");
    install(u":/i18n/tapscope_" + chosen + u".qm");
}

}
