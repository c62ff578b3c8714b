/// Pictures that say at one glance what the words say too.
enum Sign {
    /// Everything went well.
    static let done: HTML = """
        <svg class="sign" viewBox="0 0 64 64" aria-hidden="true" focusable="false">\
        <circle cx="32" cy="32" r="29" fill="none" stroke="currentColor" stroke-width="4"/>\
        <path d="M19 33l9 9 18-19" fill="none" stroke="currentColor" stroke-width="5" stroke-linecap="round" \
        stroke-linejoin="round"/></svg>
        """
}
