internal import Platform

extension DemoData {
    /// For programs: everything that a client needs, in one object.
    var json: JSONValue {
        [
            "baseUrl": .string(baseURL), "organizationId": .string(organizationID), "projectId": .string(projectID),
            "adminPat": .string(administratorToken), "userId": .string(machine.id), "clientId": .string(machine.name),
            "clientSecret": .string(machine.secret), "jwtClientId": .string(jwtMachine.name),
            "jwtClientSecret": .string(jwtMachine.secret), "keyId": .string(keyID), "keyFile": .string(keyFile),
            "privateKeyFile": .string(privateKeyFile), "pat": .string(personalAccessToken),
            "apiClientId": .string(apiClientID), "apiClientSecret": .string(apiClientSecret),
            "browserClientId": .string(browserClientID), "humanId": .string(person.id),
            "loginName": .string(person.loginName), "password": .string(person.password),
            "sampleUrl": .string(sample.url), "sampleClientId": .string(sample.client.id),
        ]
    }

    /// For people: commands that work when pasted.
    var instructions: String {
        """

        Alcazar runs at \(baseURL) on a store that is thrown away when you stop it (Ctrl-C).

        To sign in to an application through Alcazar's pages, open \(sample.url)

          login name  \(person.loginName)
          password    \(person.password)

        For everything else, paste these first:

          URL=\(baseURL)
          PROJECT=\(projectID)
          ADMIN=\(administratorToken)

        1. A machine user gets a token for its secret (client credentials):

          TOKEN=$(curl -s $URL/oauth/v2/token -u \(machine.name):\(machine.secret) \\
            -d grant_type=client_credentials \\
            -d "scope=openid profile urn:zitadel:iam:org:project:id:$PROJECT:aud urn:zitadel:iam:org:projects:roles" \\
            | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'); echo $TOKEN

        2. A resource server asks whether the token is good (introspection):

          curl -s $URL/oauth/v2/introspect -u \(apiClientID):\(apiClientSecret) -d token=$TOKEN; echo

        3. Anybody with the token asks whom it speaks for (userinfo):

          curl -s $URL/oidc/v1/userinfo -H "Authorization: Bearer $TOKEN"; echo

        4. The machine user gets a token for an assertion signed with its key (JWT profile):

          b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
          HEAD=$(printf '{"alg":"RS256","kid":"\(keyID)"}' | b64)
          BODY=$(printf '{"iss":"\(machine.id)","sub":"\(machine.id)","aud":"%s","iat":%s,"exp":%s}' \\
            $URL $(date +%s) $(($(date +%s) + 300)) | b64)
          SIGNATURE=$(printf %s.%s $HEAD $BODY | openssl dgst -sha256 -sign \(privateKeyFile) | b64)
          curl -s $URL/oauth/v2/token -d grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer \\
            -d scope=openid -d assertion=$HEAD.$BODY.$SIGNATURE; echo

        5. A personal access token is a token that lasts:

          curl -s $URL/oidc/v1/userinfo -H "Authorization: Bearer \(personalAccessToken)"; echo

        6. The machine user ends its token (revocation); ask again with 2:

          curl -si $URL/oauth/v2/revoke -u \(machine.name):\(machine.secret) -d token=$TOKEN

        7. The administrator makes another machine user:

          curl -s $URL/v2/users/new -H "Authorization: Bearer $ADMIN" \\
            -d '{"organizationId":"\(organizationID)","username":"robot","machine":{"name":"My robot"}}'; echo

        8. A login page proves who a person is: a session, by name and password:

          curl -s $URL/v2/sessions -H "Authorization: Bearer $ADMIN" \\
            -d '{"checks":{"user":{"loginName":"\(person.loginName)"},"password":{"password":"\(person.password)"}}}'; echo

        9. The person has forgotten the password; the mail with the link is printed here instead of being sent:

          curl -s $URL/v2/users/\(person.id)/password_reset -H "Authorization: Bearer $ADMIN" -d '{}'; echo

        The machine user's key file is \(keyFile).
        A browser application is registered as \(browserClientID).

        """
    }
}
