// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/unique_fd.h"
#include "engine/runtime/map_storage.h"

#include <QtTest>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <algorithm>
#include <random>

using namespace tapscope;
using namespace tapscope::engine;
using analysis::Type;

namespace {

enum Global : uint32_t { Number, Name, Words, Table, Hits, Total, OnlyHere };

/// The maps of a script's globals, as the helper makes them.
struct Maps {
    translator::Bundle bundle;
    std::vector<UniqueFd> owners;
    std::vector<int> descriptors;
    int error = 0;

    int addMap(uint32_t type, uint32_t keySize, uint32_t valueSize, uint32_t maxEntries, uint32_t flags = 0)
    {
        protocol::Map map;
        map.type = type;
        map.keySize = keySize;
        map.valueSize = valueSize;
        map.maxEntries = maxEntries;
        bundle.kernel.maps.push_back(map);
        bpf_map_create_opts options{};
        options.sz = sizeof options;
        options.map_flags = flags;
        const int fd = bpf_map_create(static_cast<bpf_map_type>(type), "tst_storage", keySize, valueSize, maxEntries, &options);
        if (fd < 0)
            error = -fd;
        owners.emplace_back(fd);
        descriptors.push_back(fd);
        return static_cast<int>(descriptors.size()) - 1;
    }
    void addGlobal(const char *name, Type type, std::vector<Type> keys, translator::GlobalLayout layout)
    {
        analysis::GlobalVariable &global = bundle.program.globals.emplace_back();
        global.name = name;
        global.type = type;
        global.keys = std::move(keys);
        bundle.globals.push_back(std::move(layout));
    }
    Maps()
    {
        bundle.globalsMap = addMap(BPF_MAP_TYPE_ARRAY, 4, 80, 1, BPF_F_MMAPABLE);
        const int words = addMap(BPF_MAP_TYPE_HASH, 24, 32, 4);
        const int table = addMap(BPF_MAP_TYPE_HASH, 8, 8, 5000);
        const int hits = addMap(BPF_MAP_TYPE_PERCPU_HASH, 8, 32, 100);
        const int total = addMap(BPF_MAP_TYPE_PERCPU_ARRAY, 4, 32, 1);
        addGlobal("number", Type::Long, {}, {bundle.globalsMap, 8, {}, 8, false});
        addGlobal("name", Type::String, {}, {bundle.globalsMap, 16, {}, 64, false});
        addGlobal("words", Type::String, {Type::String, Type::Long}, {words, 0, {{0, 16, true}, {16, 8, false}}, 32, false});
        addGlobal("table", Type::Long, {Type::Long}, {table, 0, {{0, 8, false}}, 8, false});
        addGlobal("hits", Type::Stats, {Type::Long}, {hits, 0, {{0, 8, false}}, 32, true});
        addGlobal("total", Type::Stats, {}, {total, 0, {}, 32, true});
        addGlobal("onlyHere", Type::Long, {Type::Long}, {});
    }
    /// What the kernel's handlers have gathered on each CPU.
    void fillPerCpu(Global global, const void *key, const std::vector<Statistics> &byCpu)
    {
        const auto cpus = static_cast<size_t>(libbpf_num_possible_cpus());
        std::vector<int64_t> words(cpus * 4);
        for (size_t cpu = 0; cpu < std::min(cpus, byCpu.size()); ++cpu) {
            words[cpu * 4] = byCpu[cpu].count;
            words[cpu * 4 + 1] = byCpu[cpu].sum;
            words[cpu * 4 + 2] = byCpu[cpu].min;
            words[cpu * 4 + 3] = byCpu[cpu].max;
        }
        const auto map = static_cast<size_t>(bundle.globals[global].map);
        QCOMPARE(bpf_map_update_elem(descriptors[map], key, words.data(), BPF_ANY), 0);
    }
};

Key key(int64_t number)
{
    return {{number, {}}};
}

}

class TestMapStorage : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void scalarsAreSharedMemory();
    void arraysOfStrings();
    void largeArrays();
    void statisticsMergeAllCpus();
    void localGlobalsStayHere();
    void equalsLocalStorage();
    void refusesMissingMaps();

private:
    std::unique_ptr<Maps> m_maps;
    std::unique_ptr<MapStorage> m_storage;
};

void TestMapStorage::initTestCase()
{
    const Maps maps;
    if (maps.error == EPERM || maps.error == ENOSYS)
        QSKIP("this user may not create BPF maps");
    QCOMPARE(maps.error, 0);
}

void TestMapStorage::init()
{
    m_maps = std::make_unique<Maps>();
    auto storage = MapStorage::create(m_maps->bundle, m_maps->descriptors, 2048);
    QVERIFY2(storage.has_value(), storage ? "" : storage.error().what.english().c_str());
    m_storage = std::move(*storage);
}

void TestMapStorage::scalarsAreSharedMemory()
{
    QVERIFY(m_storage->store(Number, {}, {41, {}}));
    QCOMPARE(m_storage->add(Number, {}, 1), std::optional<int64_t>(41));
    QCOMPARE(m_storage->load(Number, {}).number, 42);
    QVERIFY(m_storage->store(Name, {}, {0, "a name"}));
    QCOMPARE(m_storage->load(Name, {}).text, std::string("a name"));
    // The kernel sees the same.
    std::array<std::byte, 80> value{};
    const uint32_t zero = 0;
    QCOMPARE(bpf_map_lookup_elem(m_maps->descriptors[0], &zero, value.data()), 0);
    int64_t number = 0;
    std::memcpy(&number, value.data() + 8, 8);
    QCOMPARE(number, 42);
    QCOMPARE(std::string(reinterpret_cast<const char *>(value.data()) + 16), std::string("a name"));
    // Shorter text leaves nothing of the longer; text that is too long is cut and ended.
    QVERIFY(m_storage->store(Name, {}, {0, "b"}));
    QCOMPARE(m_storage->load(Name, {}).text, std::string("b"));
    QVERIFY(m_storage->store(Name, {}, {0, std::string(200, 'x')}));
    QCOMPARE(m_storage->load(Name, {}).text, std::string(63, 'x'));
    QCOMPARE(m_storage->load(Number, {}).number, 42);
    m_storage->clear(Name);
    m_storage->clear(Number);
    QCOMPARE(m_storage->load(Name, {}).text, std::string());
    QCOMPARE(m_storage->load(Number, {}).number, 0);
}

void TestMapStorage::arraysOfStrings()
{
    const auto at = [](const char *text, int64_t number) { return Key{{0, text}, {number, {}}}; };
    QCOMPARE(m_storage->load(Words, at("none", 1)).text, std::string());
    QVERIFY(!m_storage->has(Words, at("none", 1)));
    QVERIFY(m_storage->store(Words, at("one", 1), {0, "first"}));
    QVERIFY(m_storage->store(Words, at("one", 2), {0, "second"}));
    QVERIFY(m_storage->store(Words, at("two", 1), {0, "third"}));
    QVERIFY(m_storage->has(Words, at("one", 2)));
    QCOMPARE(m_storage->load(Words, at("one", 2)).text, std::string("second"));
    QVERIFY(m_storage->store(Words, at("two", 2), {0, "x"}));
    QVERIFY(!m_storage->store(Words, at("full", 5), {0, "x"}));
    m_storage->erase(Words, at("two", 2));
    auto elements = m_storage->elements(Words);
    std::sort(elements.begin(), elements.end(), [](const Element &a, const Element &b) { return a.value.text < b.value.text; });
    QCOMPARE(elements.size(), size_t{3});
    QVERIFY(elements[0].key == at("one", 1));
    QCOMPARE(elements[2].value.text, std::string("third"));
    m_storage->clear(Words);
    QVERIFY(m_storage->elements(Words).empty());
}

void TestMapStorage::largeArrays()
{
    for (int64_t i = 0; i < 5000; ++i)
        QCOMPARE(m_storage->add(Table, key(i * 3), i), std::optional<int64_t>(0));
    QVERIFY(!m_storage->add(Table, key(-1), 1));
    const auto elements = m_storage->elements(Table);
    QCOMPARE(elements.size(), size_t{5000});
    int64_t sum = 0;
    for (const Element &element : elements) {
        QCOMPARE(element.key[0].number, element.value.number * 3);
        sum += element.value.number;
    }
    QCOMPARE(sum, 4999 * 5000 / 2);
    m_storage->clear(Table);
    QVERIFY(m_storage->elements(Table).empty());
}

void TestMapStorage::statisticsMergeAllCpus()
{
    const bool oneCpu = libbpf_num_possible_cpus() < 2;
    const int64_t seven = 7;
    m_maps->fillPerCpu(Hits, &seven,
                       {{.count = 2, .sum = 30, .min = 10, .max = 20, .buckets = {}},
                        {.count = 1, .sum = -5, .min = -5, .max = -5, .buckets = {}}});
    Statistics all = m_storage->statistics(Hits, key(7));
    QCOMPARE(all.count, oneCpu ? 2 : 3);
    QCOMPARE(all.sum, oneCpu ? 30 : 25);
    QCOMPARE(all.min, oneCpu ? 10 : -5);
    QCOMPARE(all.max, 20);
    QVERIFY(m_storage->accumulate(Hits, key(7), 100));
    QVERIFY(m_storage->accumulate(Hits, key(8), 1));
    all = m_storage->statistics(Hits, key(7));
    QCOMPARE(all.max, 100);
    QCOMPARE(all.count, oneCpu ? 3 : 4);
    QVERIFY(m_storage->has(Hits, key(8)));
    const auto elements = m_storage->elements(Hits);
    QCOMPARE(elements.size(), size_t{2});
    QCOMPARE(elements[0].key[0].number, 7);
    QCOMPARE(elements[0].statistics.count, oneCpu ? 3 : 4);
    m_storage->erase(Hits, key(7));
    QCOMPARE(m_storage->statistics(Hits, key(7)).count, 0);
    m_storage->clear(Hits);
    QVERIFY(m_storage->elements(Hits).empty());

    const uint32_t zero = 0;
    m_maps->fillPerCpu(Total, &zero, {{.count = 1, .sum = 9, .min = 9, .max = 9, .buckets = {}}});
    QVERIFY(m_storage->accumulate(Total, {}, 1));
    QCOMPARE(m_storage->statistics(Total, {}).sum, 10);
    m_storage->clear(Total);
    QCOMPARE(m_storage->statistics(Total, {}).count, 0);
}

void TestMapStorage::localGlobalsStayHere()
{
    QVERIFY(m_storage->store(OnlyHere, key(1), {5, {}}));
    QCOMPARE(m_storage->add(OnlyHere, key(1), 2), std::optional<int64_t>(5));
    QCOMPARE(m_storage->elements(OnlyHere).size(), size_t{1});
    QVERIFY(m_storage->has(OnlyHere, key(1)));
    m_storage->clear(OnlyHere);
    QVERIFY(!m_storage->has(OnlyHere, key(1)));
}

void TestMapStorage::equalsLocalStorage()
{
    LocalStorage local(m_maps->bundle.program.globals, 4);
    std::mt19937 random(9);
    for (int i = 0; i < 5000; ++i) {
        const Key where = {{0, std::string(1 + random() % 2, 'k')}, {static_cast<int64_t>(random() % 3), {}}};
        switch (random() % 5) {
        case 0:
        case 1: {
            const Cell value{0, std::to_string(random() % 1000)};
            QCOMPARE(m_storage->store(Words, where, value), local.store(Words, where, value));
            break;
        }
        case 2: QCOMPARE(m_storage->load(Words, where).text, local.load(Words, where).text); break;
        case 3: QCOMPARE(m_storage->has(Words, where), local.has(Words, where)); break;
        default: m_storage->erase(Words, where); local.erase(Words, where);
        }
        QCOMPARE(m_storage->elements(Words).size(), local.elements(Words).size());
    }
}

void TestMapStorage::refusesMissingMaps()
{
    auto descriptors = m_maps->descriptors;
    descriptors[1] = -1;
    const auto storage = MapStorage::create(m_maps->bundle, descriptors, 10);
    QVERIFY(!storage);
    QVERIFY(storage.error().what.english().contains("words"));
    descriptors = {0}; // what is no map at all
    const auto other = MapStorage::create(m_maps->bundle, descriptors, 10);
    QVERIFY(!other);
}

QTEST_GUILESS_MAIN(TestMapStorage)
#include "tst_map_storage.moc"
