internal import Foundation
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Prometheus text format 0.0.4")
struct MetricsTests {
    @Test func `each family has one HELP, one TYPE and its samples`() {
        let metrics = Metrics()
        metrics.gauge("b_bytes", "A size.") { .number(1.5) }
        metrics.counter("a_total", "A count.") { .integer(3) }
        #expect(
            metrics.text == """
                # HELP a_total A count.
                # TYPE a_total counter
                a_total 3
                # HELP b_bytes A size.
                # TYPE b_bytes gauge
                b_bytes 1.5

                """)
    }

    @Test func `help and labels are escaped`() throws {
        let metrics = Metrics()
        metrics.add(
            MetricFamily(.gauge, "a", "back\\slash\nand \"line\"") {
                [MetricSample(["l": "\"x\\y\nz", "m": "ü"], .integer(1))]
            })
        #expect(
            metrics.text == #"""
                # HELP a back\\slash\nand "line"
                # TYPE a gauge
                a{l="\"x\\y\nz",m="ü"} 1

                """#)
        let text = try PrometheusText(parsing: metrics.text)
        #expect(text.value("a", ["l": "\"x\\y\nz", "m": "ü"]) == 1)
    }

    @Test(
        arguments: [
            (1, "1"), (0, "0"), (-2.5, "-2.5"), (0.000005, "5e-06"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
            (.nan, "NaN"), (1_795_262_908.13, "1795262908.13"), (1e300, "1e+300"),
        ] as [(Double, String)])
    func `a number is written as its readers know it`(value: Double, text: String) throws {
        let metrics = Metrics()
        metrics.gauge("a", "A.") { .number(value) }
        #expect(metrics.text.hasSuffix("\na \(text)\n"))
        _ = try PrometheusText(parsing: metrics.text)
    }

    @Test func `a histogram counts each value up from its bound, the bound with it`() throws {
        let histogram = Histogram(.seconds([0.001, 0.01, 0.1]))
        for value in [0, 1_000_000, 1_000_001, 10_000_000, 99_999_999, 100_000_001, 5_000_000_000] {
            histogram.observe(value)
        }
        let metrics = Metrics()
        metrics.histogram("a_seconds", "A time.", histogram)
        #expect(
            metrics.text == """
                # HELP a_seconds A time.
                # TYPE a_seconds histogram
                a_seconds_bucket{le="0.001"} 2
                a_seconds_bucket{le="0.01"} 4
                a_seconds_bucket{le="0.1"} 5
                a_seconds_bucket{le="+Inf"} 7
                a_seconds_sum 5.212000001
                a_seconds_count 7

                """)
        _ = try PrometheusText(parsing: metrics.text)
    }

    @Test func `histograms of several threads add up`() {
        let parts = (0..<3).map { _ in Histogram(.pieces([1, 2])) }
        for (index, part) in parts.enumerated() { part.observe(index + 1) }
        var total = parts[0].reading
        for part in parts.dropFirst() { total.add(part.reading) }
        let whole = Histogram(.pieces([1, 2]))
        for value in 1...3 { whole.observe(value) }
        #expect(total == whole.reading)
    }

    @Test func `no count is lost between threads`() async {
        let (counter, gauge, histogram) = (Counter(), Gauge(), Histogram(.pieces([10, 20])))
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for value in 0..<20_000 {
                        counter.increment()
                        gauge.increment()
                        histogram.observe(value % 30)
                        if value % 2 == 0 { gauge.decrement() }
                    }
                }
            }
        }
        #expect(counter.value == 160_000)
        #expect(gauge.value == 80_000)
        let metrics = Metrics()
        metrics.histogram("a", "A.", histogram)
        #expect(metrics.text.contains("a_count 160000\n"))
    }

    @Test func `the process tells what the kernel knows of it`() throws {
        let metrics = Metrics()
        ProcessMetrics.add(to: metrics)
        let text = try PrometheusText(parsing: metrics.text)
        let now = Date().timeIntervalSince1970
        let start = try #require(text.value("process_start_time_seconds"))
        #expect(start > now - 86400 && start < now + 1)
        #expect(try #require(text.value("process_cpu_seconds_total")) >= 0)
        let resident = try #require(text.value("process_resident_memory_bytes"))
        #expect(resident > 1_000_000)
        #expect(try #require(text.value("process_virtual_memory_bytes")) > resident)
        #expect(try #require(text.value("process_threads")) >= 1)
        let open = try #require(text.value("process_open_fds"))
        #expect(open >= 3)
        #expect(try #require(text.value("process_max_fds")) >= open)
    }

    @Test func `an open file is counted`() throws {
        let metrics = Metrics()
        ProcessMetrics.add(to: metrics)
        func open() throws -> Double {
            try #require(try PrometheusText(parsing: metrics.text).value("process_open_fds"))
        }
        let before = try open()
        // Other tests open and close files meanwhile: many more than they use must be seen.
        let files = (0..<400).compactMap { _ in FileHandle(forReadingAtPath: "/dev/null") }
        #expect(files.count == 400)
        #expect(try open() > before + 200)
        for file in files { try file.close() }
    }
}
