/// Why bytes are not the CBOR that is accepted here.
package enum CBORError: String, Error, Sendable, Hashable, CaseIterable {
    case truncated = "the input ends inside an item"
    case trailingBytes = "there is something after the item"
    case indefiniteLength = "a length is indefinite"
    case notShortest = "a number is not written in its shortest form"
    case unsupportedItem = "an item is a tag, a floating point number or an unassigned simple value"
    case numberTooLarge = "a number does not fit 64 bits with a sign"
    case invalidText = "a text is not UTF-8"
    case unsupportedKey = "a key of a map is neither an integer nor a text"
    case duplicateKey = "a key occurs twice"
    case unsortedKeys = "the keys of a map are not in order"
    case tooDeep = "arrays and maps are nested too deeply"
    case tooManyItems = "there are too many items"
    case tooLong = "the input is too long"
}
