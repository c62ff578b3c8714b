// Every table of the schema. A test compares this list with the tables that the migrations make on each engine.

extension StoredTable {
    /// In an order in which a row comes after the ones that it refers to.
    static let all =
        organizationTables + userTables + projectTables + tokenTables + factorTables + sessionTables + settingsTables
        + messageTables + authorizationTables + deviceTables + logoutTables + identityProviderTables
}

extension StoredTable {
    private static let organizationTables: [StoredTable] = [
        StoredTable(
            "instance", key: ["id"],
            columns: [
                .text("id"), .text("name"), .text("default_organization_id"), .text("project_id"),
                .blob("master_key_check"), .integer("created_at"),
            ]),
        StoredTable(
            "organizations", key: ["id"],
            columns: [
                .text("id"), .text("name"), .text("name_folded"), .text("state"), .integer("sequence"),
                .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "organization_domains", key: ["organization_id", "domain"],
            columns: [
                .text("organization_id"), .text("domain"), .boolean("is_verified"), .boolean("is_primary"),
                .boolean("is_generated"), .text("validation_type"), .text("validation_token"),
                .integer("validation_expires_at"), .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "organization_metadata", key: ["organization_id", "key"],
            columns: [
                .text("organization_id"), .text("key"), .blob("value"), .integer("created_at"),
                .integer("changed_at"),
            ]),
        StoredTable(
            "events", key: ["id"],
            columns: [
                .integer("id"), .text("aggregate_type"), .text("aggregate_id"), .integer("sequence"),
                .text("organization_id"), .text("type"), .text("actor"), .integer("created_at"), .text("payload"),
            ]),
        StoredTable(
            "leases", key: ["name"],
            columns: [
                .text("name"), .text("holder"), .integer("expires_at"),
            ]),
        StoredTable(
            "counters", key: ["name"],
            columns: [
                .text("name"), .integer("value"),
            ]),
    ]
}

extension StoredTable {
    private static let userTables: [StoredTable] = [
        StoredTable(
            "users", key: ["id"],
            columns: [
                .text("id"), .text("organization_id"), .text("type"), .text("state"), .text("username"),
                .text("username_folded"), .text("username_scope"), .integer("tokens_valid_from"),
                .integer("locked_until"), .integer("sequence"),
                .integer("created_at"), .integer("changed_at"), .text("given_name_folded"),
                .text("family_name_folded"), .text("nick_name_folded"), .text("display_name_folded"),
                .text("email_folded"), .text("search_text"),
            ]),
        StoredTable(
            "machines", key: ["user_id"],
            columns: [
                .text("user_id"), .text("name"), .text("description"), .text("access_token_type"),
                .blob("secret_digest"),
            ]),
        StoredTable(
            "humans", key: ["user_id"],
            columns: [
                .text("user_id"), .text("given_name"), .text("family_name"), .text("nick_name"),
                .text("display_name"), .text("preferred_language"), .text("gender"), .text("email"),
                .boolean("is_email_verified"), .text("phone"), .boolean("is_phone_verified"), .text("password_hash"),
                .boolean("is_password_change_required"), .integer("password_changed_at"),
                .integer("mfa_init_skipped_at"),
            ]),
        StoredTable(
            "user_metadata", key: ["user_id", "key"],
            columns: [
                .text("user_id"), .text("key"), .blob("value"), .integer("sequence"), .integer("created_at"),
                .integer("changed_at"),
            ]),
        StoredTable(
            "machine_keys", key: ["id"],
            columns: [
                .text("id"), .text("user_id"), .blob("public_key"), .integer("expires_at"), .integer("sequence"),
                .integer("created_at"),
            ]),
        StoredTable(
            "personal_access_tokens", key: ["id"],
            columns: [
                .text("id"), .text("user_id"), .integer("expires_at"), .integer("sequence"), .integer("created_at"),
            ]),
    ]
}

extension StoredTable {
    private static let projectTables: [StoredTable] = [
        StoredTable(
            "projects", key: ["id"],
            columns: [
                .text("id"), .text("organization_id"), .text("name"), .text("name_folded"), .text("state"),
                .boolean("role_assertion"), .boolean("authorization_required"), .boolean("access_required"),
                .text("private_labeling"), .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "project_roles", key: ["project_id", "key"],
            columns: [
                .text("project_id"), .text("key"), .text("display_name"), .text("role_group"),
                .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "project_grants", key: ["id"],
            columns: [
                .text("id"), .text("project_id"), .text("granted_organization_id"), .text("state"),
                .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "project_grant_roles", key: ["grant_id", "role_key"],
            columns: [
                .text("grant_id"), .text("project_id"), .text("role_key"),
            ]),
        StoredTable(
            "applications", key: ["id"],
            columns: [
                .text("id"), .text("project_id"), .text("name"), .text("state"), .text("type"), .text("client_id"),
                .text("authentication_method"), .blob("secret_digest"), .text("configuration"),
                .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "application_keys", key: ["id"],
            columns: [
                .text("id"), .text("application_id"), .blob("public_key"), .integer("expires_at"),
                .integer("created_at"),
            ]),
        StoredTable(
            "authorizations", key: ["id"],
            columns: [
                .text("id"), .text("user_id"), .text("project_id"), .text("organization_id"), .text("grant_id"),
                .text("state"), .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "authorization_roles", key: ["authorization_id", "role_key"],
            columns: [
                .text("authorization_id"), .text("project_id"), .text("role_key"),
            ]),
        StoredTable(
            "administrators", key: ["user_id", "scope", "resource_id"],
            columns: [
                .text("user_id"), .text("scope"), .text("resource_id"), .text("organization_id"),
                .text("project_id"), .text("grant_id"), .text("roles"), .integer("created_at"),
                .integer("changed_at"),
            ]),
    ]
}

extension StoredTable {
    private static let tokenTables: [StoredTable] = [
        StoredTable(
            "web_keys", key: ["id"],
            columns: [
                .text("id"), .text("state"), .text("kind"), .integer("rsa_bits"), .integer("hash_bits"),
                .text("curve"), .blob("private_key"), .blob("public_key"), .integer("created_at"),
                .integer("changed_at"),
            ]),
        StoredTable(
            "revoked_tokens", key: ["token_id"],
            columns: [
                .text("token_id"), .integer("expires_at"),
            ]),
        StoredTable(
            "used_assertions", key: ["digest"],
            columns: [
                .blob("digest"), .integer("expires_at"),
            ]),
    ]
}

extension StoredTable {
    private static let factorTables: [StoredTable] = [
        StoredTable(
            "failed_checks", key: ["subject", "kind"],
            columns: [
                .text("subject"), .text("kind"), .text("user_id"), .integer("failures"), .integer("next_at"),
                .integer("changed_at"),
            ]),
        StoredTable(
            "one_time_codes", key: ["id"],
            columns: [
                .text("id"), .text("user_id"), .text("purpose"), .text("address"), .blob("digest"),
                .text("details"), .integer("failures"), .integer("expires_at"), .integer("created_at"),
            ]),
        StoredTable(
            "totp_factors", key: ["user_id"],
            columns: [
                .text("user_id"), .text("state"), .blob("secret"), .integer("last_step"), .integer("created_at"),
                .integer("changed_at"),
            ]),
        StoredTable(
            "otp_factors", key: ["user_id", "channel"],
            columns: [.text("user_id"), .text("channel"), .integer("created_at")]),
        StoredTable(
            "recovery_codes", key: ["user_id", "digest"],
            columns: [.text("user_id"), .blob("digest"), .integer("created_at"), .integer("used_at")]),
        StoredTable(
            "web_authn_credentials", key: ["id"],
            columns: [
                .text("id"), .text("user_id"), .text("kind"), .text("state"), .text("name"),
                .text("relying_party_id"), .blob("challenge"), .integer("expires_at"), .blob("credential_id"),
                .blob("public_key"), .integer("sign_count"), .boolean("is_backup_eligible"), .blob("aaguid"),
                .text("attestation_format"), .integer("created_at"), .integer("changed_at"),
            ]),
    ]
}

extension StoredTable {
    private static let sessionTables: [StoredTable] = [
        StoredTable(
            "sessions", key: ["id"],
            columns: [
                .text("id"), .text("token_id"), .text("creator_id"), .text("user_id"), .integer("user_verified_at"),
                .integer("password_verified_at"), .integer("web_authn_verified_at"),
                .boolean("is_web_authn_user_verified"), .integer("intent_verified_at"), .integer("totp_verified_at"),
                .integer("otp_sms_verified_at"), .integer("otp_email_verified_at"),
                .integer("recovery_code_verified_at"), .text("web_authn_challenge"), .text("agent_fingerprint"),
                .text("agent"), .integer("expires_at"), .integer("terminated_at"), .integer("sequence"),
                .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "session_metadata", key: ["session_id", "key"],
            columns: [.text("session_id"), .text("key"), .blob("value")]),
        StoredTable(
            "session_codes", key: ["session_id", "channel"],
            columns: [
                .text("session_id"), .text("channel"), .blob("digest"), .integer("failures"), .integer("expires_at"),
            ]),
    ]
}

extension StoredTable {
    private static let settingsTables: [StoredTable] = [
        StoredTable(
            "settings", key: ["kind", "owner"],
            columns: [
                .text("kind"), .text("owner"), .text("organization_id"), .text("value"), .integer("sequence"),
                .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "login_translations", key: ["owner", "locale"],
            columns: [
                .text("owner"), .text("locale"), .text("organization_id"), .text("texts"), .integer("changed_at"),
            ]),
    ]
}

extension StoredTable {
    private static let messageTables: [StoredTable] = [
        StoredTable(
            "messages", key: ["id"],
            columns: [
                .text("id"), .text("channel"), .text("kind"), .text("user_id"), .text("organization_id"),
                .blob("content"), .text("state"), .integer("attempts"), .integer("due_at"), .text("holder"),
                .text("reason"), .integer("expires_at"), .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "message_providers", key: ["id"],
            columns: [
                .text("id"), .text("channel"), .text("kind"), .boolean("is_active"), .text("description"),
                .text("configuration"), .blob("secret"), .integer("sequence"), .integer("created_at"),
                .integer("changed_at"),
            ]),
    ]
}

extension StoredTable {
    private static let authorizationTables: [StoredTable] = [
        StoredTable(
            "auth_requests", key: ["id"],
            columns: [
                .text("id"), .text("client_id"), .text("login_client_id"), .text("parameters"), .text("state"),
                .text("user_id"), .text("session_id"), .integer("authenticated_at"),
                .text("authentication_methods"), .text("family_id"), .integer("expires_at"), .integer("created_at"),
                .text("consented_user_id"), .text("refusal"),
            ]),
        StoredTable(
            "consents", key: ["user_id", "client_id", "project_id"],
            columns: [.text("user_id"), .text("client_id"), .text("project_id"), .integer("created_at")]),
        StoredTable(
            "token_families", key: ["id"],
            columns: [
                .text("id"), .text("client_id"), .text("user_id"), .text("grant_details"), .integer("generation"),
                .integer("rotated_at"), .integer("revoked_at"), .integer("expires_at"), .integer("last_expires_at"),
                .integer("created_at"),
            ]),
    ]
}

extension StoredTable {
    private static let deviceTables: [StoredTable] = [
        StoredTable(
            "device_authorizations", key: ["id"],
            columns: [
                .text("id"), .blob("device_digest"), .text("user_code"), .text("client_id"), .text("scope"),
                .text("state"), .integer("poll_interval"), .integer("polled_at"), .text("user_id"),
                .text("session_id"), .text("authentication_methods"), .integer("authenticated_at"),
                .integer("approved_at"), .integer("expires_at"), .integer("created_at"),
            ]),
        StoredTable(
            "user_code_failures", key: ["subject"],
            columns: [.text("subject"), .integer("failures"), .integer("expires_at")]),
        StoredTable(
            "request_counts", key: ["subject"],
            columns: [.text("subject"), .integer("requests"), .integer("expires_at")]),
    ]

    private static let logoutTables: [StoredTable] = [
        StoredTable(
            "session_clients", key: ["session_id", "client_id"],
            columns: [.text("session_id"), .text("client_id")]),
        StoredTable(
            "logout_notices", key: ["id"],
            columns: [
                .text("id"), .text("client_id"), .text("uri"), .text("session_id"),
                .text("user_id"), .text("state"), .integer("attempts"), .integer("due_at"), .text("holder"),
                .text("reason"), .integer("created_at"), .integer("changed_at"),
            ]),
    ]
}

extension StoredTable {
    private static let identityProviderTables: [StoredTable] = [
        StoredTable(
            "identity_providers", key: ["id"],
            columns: [
                .text("id"), .text("organization_id"), .text("name"), .text("state"), .text("kind"),
                .text("configuration"), .blob("secret"), .boolean("allows_linking"), .boolean("allows_creation"),
                .boolean("creates_automatically"), .boolean("updates_automatically"), .text("auto_linking"),
                .integer("sequence"), .integer("created_at"), .integer("changed_at"),
            ]),
        StoredTable(
            "login_identity_providers", key: ["owner", "provider_id"],
            columns: [.text("owner"), .text("organization_id"), .text("provider_id"), .integer("created_at")]),
        StoredTable(
            "identity_provider_links", key: ["provider_id", "external_id"],
            columns: [
                .text("provider_id"), .text("external_id"), .text("external_name"), .text("user_id"),
                .integer("created_at"),
            ]),
        StoredTable(
            "identity_provider_intents", key: ["id"],
            columns: [
                .text("id"), .text("provider_id"), .text("state"), .text("success_url"), .text("failure_url"),
                .text("user_id"), .blob("content"), .integer("sequence"), .integer("created_at"),
                .integer("changed_at"), .integer("expires_at"),
            ]),
    ]
}
