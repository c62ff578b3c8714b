internal import FoundationEssentials
internal import TestSupport
internal import Testing

@testable internal import Login

@Suite("ISO/IEC 18004: QR codes")
struct QRCodeTests {
    private static let uri =
        "otpauth://totp/ALCAZAR:minnie%40acme.example?algorithm=SHA1&digits=6&issuer=ALCAZAR&period=30"
        + "&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

    /// As a picture in portable grey: four dots for each module, four modules of silence.
    private static func picture(_ code: QRCode) -> Data {
        let side = 4 * (code.size + 8)
        var data = Data("P5 \(side) \(side) 255\n".utf8)
        for y in 0..<side {
            for x in 0..<side {
                let (row, column) = (y / 4 - 4, x / 4 - 4)
                let isInside = (0..<code.size).contains(row) && (0..<code.size).contains(column)
                data.append(isInside && code[row, column] ? 0 : 255)
            }
        }
        return data
    }

    /// What a reader of another house reads.
    private static func read(_ code: QRCode) async throws -> String {
        let folder = try TemporaryDirectory()
        let file = "\(folder.path)/code.pgm"
        try picture(code).write(to: URL(filePath: file))
        let found = try await ChildProcess.run("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file])
        #expect(found.status == 0, "\(found.error)")
        return String(found.output.dropLast())
    }

    @Test func `an independent reader reads what the pages show`() async throws {
        #expect(try await Self.read(try #require(QRCode(Array(Self.uri.utf8)))) == Self.uri)
    }

    /// Lengths at which a version is full, and one more: each version, each way to split into blocks.
    @Test(arguments: [
        1, 14, 15, 26, 27, 42, 43, 62, 63, 84, 85, 106, 107, 122, 123, 152, 153, 180, 181, 213, 214, 251, 252, 287, 288,
        331, 332, 362, 363, 412, 413, 450, 451, 504, 505, 560, 561, 624, 625, 666,
    ])
    func `each size can be read`(count: Int) async throws {
        let text = String((0..<count).map { Array("abcdefghijklmnopqrstuvwxyz234567")[($0 * 7 + count) % 32] })
        let code = try #require(QRCode(Array(text.utf8)))
        #expect(try await Self.read(code) == text)
    }

    @Test(arguments: [(14, 21), (15, 25), (213, 57), (214, 61), (666, 97)])
    func `ISO/IEC 18004 table 7: a code is as small as it can be`(count: Int, size: Int) throws {
        #expect(try #require(QRCode([UInt8](repeating: 65, count: count))).size == size)
    }

    @Test func `what is too long has no picture`() {
        #expect(QRCode([UInt8](repeating: 65, count: 667)) == nil)
    }

    @Test func `ISO/IEC 18004 annex I: the correction of the standard's example`() {
        let data: [UInt8] = [
            0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11,
        ]
        let expected: [UInt8] = [0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55]
        #expect(ReedSolomon(count: 10).correction(of: data) == expected)
    }
}
