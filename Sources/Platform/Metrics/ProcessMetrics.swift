internal import FoundationEssentials
internal import Glibc

/// What the kernel says about this process, under the names that all Prometheus clients use for it.
package enum ProcessMetrics {
    package static func add(to metrics: Metrics) {
        metrics.counter("process_cpu_seconds_total", "Processor time of the process.") {
            .number(ProcessStatus()?.processorSeconds ?? .nan)
        }
        metrics.gauge("process_resident_memory_bytes", "Memory of the process that is in RAM.") {
            .number(ProcessStatus()?.residentBytes ?? .nan)
        }
        metrics.gauge("process_virtual_memory_bytes", "Address space of the process.") {
            .number(ProcessStatus()?.virtualBytes ?? .nan)
        }
        metrics.gauge("process_threads", "Threads of the process.") { .number(ProcessStatus()?.threads ?? .nan) }
        let start = ProcessStatus()?.startSeconds ?? .nan
        metrics.gauge("process_start_time_seconds", "When the process began, in seconds since 1970.") {
            .number(start)
        }
        metrics.gauge("process_open_fds", "Open file descriptors.") { .number(ProcessFiles.open ?? .nan) }
        let limit = ProcessFiles.limit ?? .nan
        metrics.gauge("process_max_fds", "How many file descriptors may be open.") { .number(limit) }
    }
}

/// `/proc/self/stat` (proc_pid_stat(5)).
private struct ProcessStatus {
    private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
    private static let pageBytes = Double(sysconf(Int32(_SC_PAGESIZE)))

    /// From the third field on; the second, the program's name, may have anything in it.
    private let fields: [Double]

    init?() {
        guard let text = ProcFile.text("self/stat"), let end = text.lastIndex(of: ")") else { return nil }
        // The state of the process is a letter and not asked for here.
        fields = text[text.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
        guard fields.count > 21 else { return nil }
    }

    var processorSeconds: Double { (fields[11] + fields[12]) / Self.ticksPerSecond }
    var threads: Double { fields[17] }
    var virtualBytes: Double { fields[20] }
    var residentBytes: Double { fields[21] * Self.pageBytes }

    /// The kernel counts from the boot of the machine.
    var startSeconds: Double? {
        guard let line = ProcFile.text("stat")?.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }),
            let boot = Double(line.dropFirst(6))
        else { return nil }
        return boot + fields[19] / Self.ticksPerSecond
    }
}

private enum ProcessFiles {
    /// Since Linux 6.2 the size of the folder is their number; before, the folder has to be listed, and listing it is
    /// one more.
    static var open: Double? {
        let folder = "/proc/self/fd"
        // Where there is no such folder the number is not known, and said to be so.
        if let size = try? FileManager.default.attributesOfItem(atPath: folder)[.size] as? Int, size > 0 {
            return Double(size)
        }
        // The same.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
        return Double(names.count - 1)
    }

    static var limit: Double? {
        guard
            let line = ProcFile.text("self/limits")?.split(separator: "\n").first(where: {
                $0.hasPrefix("Max open files")
            })
        else { return nil }
        let words = line.split(separator: " ")
        guard words.count > 3 else { return nil }
        return words[3] == "unlimited" ? .infinity : Double(words[3])
    }
}

private enum ProcFile {
    static func text(_ name: String) -> String? {
        // A system without the file is one where these numbers are not known.
        guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(name)")) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
