/// For whom among the users who are searched it is not enough to look into the text of all that they are searched by. Who
/// asks whether there are any gets by with less in the usual case.
struct UserSearchExceptions {
    /// Some login names end in a domain, and so have more in them than the user name.
    var hasScopes = true
    /// Nick names stand in the text, but are looked for only by some.
    var hasNickNames = true
    /// Some users have no text.
    var lacksTexts = true
}
