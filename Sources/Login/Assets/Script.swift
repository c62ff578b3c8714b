/// The scripts, for what only a script can do.
enum Script {
    /// Sends a form once that somebody presses twice, for five seconds, in which an answer comes. A second one would speak
    /// for a session that the first has taken further.
    static let once: StaticString = #"""
        "use strict";
        document.addEventListener("submit", event => {
          if (event.defaultPrevented) return;
          const form = event.target;
          if (form.ariaBusy) {
            event.preventDefault();
            return;
          }
          form.ariaBusy = "true";
          setTimeout(() => { form.ariaBusy = null; }, 5000);
        });
        addEventListener("pageshow", () => {
          for (const form of document.forms) form.ariaBusy = null;
        });

        """#

    /// Speaks with authenticators (WebAuthn Level 2 §5.1). It reads the options from the form, and puts what the
    /// authenticator answers into the form.
    static let webAuthn: StaticString = #"""
        "use strict";
        (() => {
          const form = document.querySelector("form[data-options]");
          if (!form) return;
          const button = form.querySelector("button.primary");
          const problem = document.getElementById("problem");
          const bytes = text => {
            const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
            return Uint8Array.from(plain, character => character.charCodeAt(0));
          };
          const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
            .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
          const descriptors = list => (list || []).map(entry => ({ ...entry, id: bytes(entry.id) }));
          const tell = words => {
            problem.querySelector("p").textContent = words;
            problem.hidden = false;
            problem.focus();
          };

          const register = async options => {
            options.challenge = bytes(options.challenge);
            options.user.id = bytes(options.user.id);
            options.excludeCredentials = descriptors(options.excludeCredentials);
            const made = await navigator.credentials.create({ publicKey: options });
            return { id: made.id, rawId: text(made.rawId), type: made.type, response: {
              clientDataJSON: text(made.response.clientDataJSON),
              attestationObject: text(made.response.attestationObject) } };
          };
          const assert = async options => {
            options.challenge = bytes(options.challenge);
            options.allowCredentials = descriptors(options.allowCredentials);
            const used = await navigator.credentials.get({ publicKey: options });
            const response = {
              clientDataJSON: text(used.response.clientDataJSON),
              authenticatorData: text(used.response.authenticatorData),
              signature: text(used.response.signature) };
            if (used.response.userHandle) response.userHandle = text(used.response.userHandle);
            return { id: used.id, rawId: text(used.rawId), type: used.type, response };
          };

          if (!window.PublicKeyCredential) {
            tell(form.dataset.unsupported);
            button.disabled = true;
            return;
          }
          form.addEventListener("submit", async event => {
            if (event.submitter && event.submitter !== button) return;
            event.preventDefault();
            problem.hidden = true;
            button.disabled = true;
            try {
              const options = JSON.parse(form.dataset.options).publicKey;
              const answer = form.dataset.kind === "create" ? await register(options) : await assert(options);
              form.elements.credential.value = JSON.stringify(answer);
              HTMLFormElement.prototype.submit.call(form);
            } catch (error) {
              button.disabled = false;
              tell(error.name === "InvalidStateError" ? form.dataset.known : form.dataset.failed);
            }
          });
        })();

        """#
}
