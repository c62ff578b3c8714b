extension Migration {
    /// The schema, in the order in which it came to be. A new migration is a file and a line here.
    package static var all: [Migration] {
        [
            Migration(1, "instance", PackageResources.m0001_instance_sql),
            Migration(2, "users", PackageResources.m0002_users_sql),
            Migration(3, "projects", PackageResources.m0003_projects_sql),
            Migration(4, "authorizations", PackageResources.m0004_authorizations_sql),
            Migration(5, "tokens", PackageResources.m0005_tokens_sql),
            Migration(6, "factors", PackageResources.m0006_factors_sql),
            Migration(7, "sessions", PackageResources.m0007_sessions_sql),
            Migration(8, "settings", PackageResources.m0008_settings_sql),
            Migration(9, "messages", PackageResources.m0009_messages_sql),
            Migration(10, "authorization", PackageResources.m0010_authorization_sql),
            Migration(11, "devices", PackageResources.m0011_devices_sql),
            Migration(12, "identity providers", PackageResources.m0012_identity_providers_sql),
            Migration(13, "consents", PackageResources.m0013_consents_sql),
            Migration(14, "limits", PackageResources.m0014_limits_sql),
            Migration(15, "search", PackageResources.m0015_search_sql),
            Migration(16, "folding", PackageResources.m0016_folding_sql),
            Migration(17, "search text", PackageResources.m0017_search_text_sql),
            Migration(18, "lists", PackageResources.m0018_lists_sql),
            Migration(19, "counting", PackageResources.m0019_counting_sql),
            Migration(20, "search lines", PackageResources.m0020_search_lines_sql),
            Migration(21, "kept codes", PackageResources.m0021_kept_codes_sql),
            Migration(22, "refusals", PackageResources.m0022_refusals_sql),
        ]
    }
}
