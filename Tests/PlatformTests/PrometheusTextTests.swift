internal import TestSupport
internal import Testing

/// The reader is what the metrics' tests rest on, so it is tested itself.
@Suite("The reader of the Prometheus text format")
struct PrometheusTextTests {
    private static let head = "# HELP a A.\n# TYPE a gauge\n"
    private static let histogram = "# HELP h H.\n# TYPE h histogram\n"

    @Test(arguments: [
        "a 1", "", "a 1\n", "# HELP a A.\n", "# TYPE a gauge\na 1\n", "# HELP a A.\n# TYPE b gauge\n",
        "# HELP a A.\n# HELP a A.\n# TYPE a gauge\n", "# HELP a\n# TYPE a gauge\n", "# HELP a \\x\n# TYPE a gauge\n",
        "# HELP a A.\n# TYPE a number\n", "\(head)a 1\n\(head)a 2\n", "\(head)b 1\n", "\(head)a\n", "\(head)a  1\n",
        "\(head)a 1 \n", "\(head)a 1,5\n", "\(head)a 0x10\n", "\(head)a one\n", "\(head)a 1\na 2\n", "\(head)\na 1\n",
        "\(head)a{} 1\n", "\(head)a{b} 1\n", "\(head)a{b=1} 1\n", "\(head)a{b=\"1\" 1\n", "\(head)a{b=\"1} 1\n",
        "\(head)a{b=\"1\",} 1\n", "\(head)a{b=\"\\t\"} 1\n", "\(head)a{b=\"\"\"} 1\n", "\(head)a{b=\"1\",b=\"2\"} 1\n",
        "\(head)a{1=\"1\"} 1\n", "\(head)a{__b=\"1\"} 1\n", "\(head)a{b=\"1\"} 1\na{b=\"1\"} 2\n",
        "# HELP a A.\n# TYPE a counter\na -1\n", "\(head)a-b 1\n",
        "\(histogram)h 1\n", "\(histogram)h_sum 1\nh_count 1\n",
        "\(histogram)h_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n",
        "\(histogram)h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",
        "\(histogram)h_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",
        "\(histogram)h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n", "\(histogram)h_bucket{le=\"+Inf\"} 1\nh_count 1\n",
        "\(histogram)h_bucket{le=\"+Inf\",a=\"1\"} 1\nh_sum 1\nh_count 1\n",
    ])
    func `what breaks the format is refused`(text: String) {
        #expect(throws: PrometheusText.Problem.self) { try PrometheusText(parsing: text) }
    }

    @Test func `what keeps it is read`() throws {
        let text = try PrometheusText(
            parsing: """
                # HELP a Back\\\\slash and \\n.
                # TYPE a counter
                a{b="x",c="y\\"\\\\\\n"} 1.5e-3
                a{b="x",c=""} NaN
                # HELP none Without samples.
                # TYPE none gauge
                # HELP h H.
                # TYPE h histogram
                h_bucket{le="5e-06"} 1
                h_bucket{le="+Inf"} 2
                h_sum 0.1
                h_count 2

                """.replacing("NaN", with: "+Inf"))
        #expect(text.value("a", ["c": "y\"\\\n"]) == 0.0015)
        #expect(text.values(of: "b", in: "a") == ["x"])
        #expect(text.names == ["a", "none", "h_bucket", "h_sum", "h_count"])
        #expect(text.value("a") == nil)
        #expect(text.value("h_count") == 2)
    }
}
