// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/gui/machine.h"

#include "engine/places.h"
#include "helper/protocol_launch.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <sys/utsname.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace tapscope::app {

QString Machine::kernelRelease()
{
    struct utsname name{};
    return ::uname(&name) == 0 ? QString::fromLocal8Bit(name.release) : QString();
}

QString Machine::helperPath()
{
    const QString path = QString::fromStdString(engine::ownHelper());
    return QFileInfo(path).isExecutable() ? QDir::cleanPath(path) : QString();
}

QString Machine::demoProgram()
{
    for (const char *place : {"/teahouse", "/../bin/teahouse", "/../libexec/tapscope/teahouse"}) {
        const QString path = QCoreApplication::applicationDirPath() + QLatin1StringView(place);
        if (QFileInfo(path).isExecutable())
            return QDir::cleanPath(path);
    }
    return {};
}

MachineFact Machine::helper()
{
    const QString path = helperPath();
    if (path.isEmpty())
        return {MachineFact::State::Missing, tr("helper not found"),
                tr("Install tapscope-helper, or build it beside tapscope. Scripts can be written and checked without it.")};
    const QString capabilities = QString::fromStdString(protocol::neededCapabilities());
    if (::geteuid() == 0)
        return {MachineFact::State::Good, tr("helper ready"), tr("You are root, so it starts without asking.")};
    if (::getxattr(path.toLocal8Bit().constData(), "security.capability", nullptr, 0) > 0)
        return {MachineFact::State::Good, tr("helper ready"),
                tr("It holds the capabilities that it needs; no password is asked for.")};
    if (!QStandardPaths::findExecutable(QStringLiteral("pkexec")).isEmpty()
        || !QStandardPaths::findExecutable(QStringLiteral("sudo")).isEmpty())
        return {MachineFact::State::Limited, tr("helper asks for a password"),
                tr("To run without one: sudo setcap %1 %2").arg(capabilities, path)};
    return {MachineFact::State::Missing, tr("helper has no rights"),
            tr("Give it what it needs once, as root: setcap %1 %2").arg(capabilities, path)};
}

std::vector<MachineFact> Machine::facts()
{
    std::vector<MachineFact> facts = kernelFacts();
    MachineFact of = helper();
    of.text = tr("Tracing: %1").arg(of.text);
    facts.push_back(of);
    const bool demo = !demoProgram().isEmpty();
    facts.push_back({demo ? MachineFact::State::Good : MachineFact::State::Limited,
                     demo ? tr("Demonstration program: teahouse") : tr("The demonstration program is not installed"),
                     demo ? QString() : tr("“See it work” needs it. Every other program can be traced.")});
    return facts;
}

}
