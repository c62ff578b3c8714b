/// The look of all pages. Colors are variables, which `branding.css` sets for an organization and a theme.
enum StyleSheet {
    static let text: StaticString = #"""
        *,*::before,*::after{box-sizing:border-box}
        html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Ubuntu,Cantarell,sans-serif;-webkit-text-size-adjust:100%}
        body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;background:var(--page);color:var(--ink)}
        main{flex:1;display:flex;align-items:center;justify-content:center;padding:2rem 1rem}
        .card{width:100%;max-width:27rem;background:var(--surface);border:1px solid var(--line);border-radius:1rem;padding:2.25rem 2.25rem 2rem;box-shadow:0 1px 2px rgb(0 0 0/.04),0 12px 32px -12px rgb(0 0 0/.14)}
        .mark{display:flex;align-items:center;gap:.6rem;margin:0 0 1.75rem;font-weight:600;color:var(--link)}
        .mark span{color:var(--ink);overflow-wrap:anywhere}
        h1{font-size:1.6rem;line-height:1.25;font-weight:650;letter-spacing:-.015em;margin:0 0 .4rem;hyphens:auto;overflow-wrap:anywhere}
        h2{font-size:1rem;margin:1.75rem 0 .5rem}
        p{margin:0 0 1rem}
        .card>h1+:not(.lead){margin-top:1.25rem}
        .lead{color:var(--muted);margin-bottom:1.5rem}
        a{color:var(--link);text-underline-offset:.2em;text-decoration-thickness:1px}
        a:hover{text-decoration-thickness:2px}
        :focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.35rem}
        form{margin:0}
        .field{margin:0 0 1.15rem}
        label,.label{display:block;font-weight:600;margin:0 0 .35rem}
        .hint{color:var(--muted);font-size:.9rem;margin:0 0 .45rem}
        .reference{color:var(--muted);font-size:.9rem;margin:0 0 1.4rem}
        .field input{width:100%;font:inherit;color:inherit;background:var(--surface);border:1.5px solid var(--field);border-radius:.6rem;padding:.7rem .85rem;min-height:3rem}
        input:focus-visible{outline:3px solid var(--link);outline-offset:1px;border-color:var(--link);border-radius:.6rem}
        input[aria-invalid=true]{border-color:var(--alert);border-width:2px}
        input.code{font-size:1.5rem;letter-spacing:.25em;font-variant-numeric:tabular-nums;text-align:center}
        input.phrase{font-size:1.15rem;letter-spacing:.06em}
        button,a.primary,a.secondary,a.danger{display:inline-flex;align-items:center;justify-content:center;width:100%;min-height:3rem;padding:.65rem 1.1rem;font:inherit;font-weight:600;border-radius:.6rem;border:1.5px solid transparent;cursor:pointer;text-decoration:none}
        button.primary,a.primary{background:var(--button);color:var(--on-button)}
        button.primary:hover,a.primary:hover{background:var(--button-hover)}
        button.secondary,a.secondary{background:transparent;color:var(--ink);border-color:var(--field)}
        button.secondary:hover,a.secondary:hover{background:var(--soft)}
        button.danger,a.danger{background:transparent;color:var(--alert);border-color:var(--alert)}
        button.danger:hover,a.danger:hover{background:var(--alert-tint)}
        button.primary+button.secondary,a.primary+a.secondary,form+form,form+a.secondary,.primary+.secondary,.secondary+.secondary,form+p{margin-top:.75rem}
        button.small,a.small{width:auto;min-height:2.5rem;padding:.35rem .8rem;font-size:.9rem}
        button[disabled]{opacity:.6;cursor:progress}
        .notice{border-radius:.6rem;padding:.8rem 1rem;margin:0 0 1.4rem;border-left:4px solid}
        .notice p{margin:0;overflow-wrap:anywhere}
        .notice p+p{margin-top:.2rem}
        .notice.alert{background:var(--alert-tint);border-color:var(--alert)}
        .notice.alert strong{color:var(--alert)}
        .notice.info{background:var(--soft);border-color:var(--link)}
        .notice.good{background:var(--good-tint);border-color:var(--good);color:var(--good);font-weight:600}
        .who{display:flex;align-items:center;gap:.65rem;background:var(--soft);border-radius:2rem;padding:.4rem 1rem .4rem .4rem;margin:0 0 1.4rem}
        .who .name{flex:1;font-size:.95rem;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:600}
        .who a{white-space:nowrap;font-size:.9rem}
        .avatar{flex:none;display:grid;place-items:center;width:2.25rem;height:2.25rem;border-radius:50%;background:var(--button);color:var(--on-button);font-weight:650}
        .or{margin:1.25rem 0;text-align:center;color:var(--muted)}
        .providers{display:grid;gap:.75rem}
        .ways{list-style:none;margin:1.4rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.5rem 1.4rem}
        .ways+form{margin-top:1.4rem}
        .ways a,footer a{display:inline-block;padding:.25rem 0}
        .choices{list-style:none;margin:0 0 1.25rem;padding:0;border:1px solid var(--line);border-radius:.75rem;overflow:hidden}
        .choices li+li{border-top:1px solid var(--line)}
        .choices button:not(.small),.choices a.choice{display:flex;align-items:center;justify-content:flex-start;gap:.85rem;width:100%;min-height:3.75rem;padding:.65rem 1rem;text-align:left;background:transparent;color:inherit;border:0;border-radius:0;font-weight:400;text-decoration:none}
        .choices button:not(.small):hover,.choices a.choice:hover{background:var(--soft)}
        .choices :focus-visible{outline-offset:-3px;border-radius:.75rem}
        .choices .text{flex:1;min-width:0}
        .choices strong,.choices .sub{display:block;overflow:hidden;text-overflow:ellipsis}
        .choices .sub{color:var(--muted);font-size:.9rem}
        .choices .arrow{flex:none;color:var(--muted)}
        .row{display:flex;flex-wrap:wrap;align-items:center;gap:.6rem .85rem;padding:.75rem 1rem}
        .row .text{flex:1 1 10rem}
        .actions{display:flex;flex-wrap:wrap;gap:.5rem}
        .actions form+a,.row form{margin:0}
        .facts{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1rem;margin:0 0 1.4rem}
        .facts dt{color:var(--muted)}
        .facts dd{margin:0;overflow-wrap:anywhere}
        .tag{display:inline-block;font-size:.8rem;font-weight:600;background:var(--good-tint);color:var(--good);border-radius:1rem;padding:.05rem .6rem}
        .qr{display:block;width:13rem;height:13rem;margin:0 auto 1.25rem;padding:.75rem;background:#fff;border-radius:.75rem;border:1px solid var(--line)}
        .secret,.codes{font:1.05rem/1.7 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;background:var(--soft);border-radius:.6rem;padding:.75rem 1rem;margin:0 0 1.25rem;overflow-wrap:anywhere;user-select:all}
        .codes{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.1rem 1rem;list-style:none;text-align:center}
        .detail{background:var(--soft);border-radius:.6rem;padding:.75rem 1rem;overflow-wrap:anywhere}
        .rules{color:var(--muted);font-size:.9rem;margin:-.4rem 0 1.15rem;padding-left:1.2rem}
        .label+.rules{margin-top:0}
        .usercode{font:600 1.9rem/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.12em;text-align:center;background:var(--soft);border-radius:.75rem;padding:.9rem;margin:0 0 1.25rem}
        .steps{margin:0 0 1.25rem;padding-left:1.3rem}
        .steps li{margin-bottom:.4rem}
        details{margin:0 0 1.25rem}
        summary{cursor:pointer;color:var(--link);padding:.25rem 0}
        .sign{display:block;width:4rem;height:4rem;margin:.25rem auto 1rem;color:var(--good)}
        footer{display:flex;flex-wrap:wrap;align-items:center;justify-content:center;gap:.4rem 1.75rem;padding:0 1rem 1.75rem;font-size:.9rem;color:var(--page-muted)}
        footer nav{display:flex;flex-wrap:wrap;gap:.4rem 1rem}
        footer a{color:inherit}
        footer span[aria-current]{font-weight:600;padding:.25rem 0}
        .watermark{margin:0}
        .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        @media (max-width:30rem){
        h1{font-size:1.4rem}
        body{background:var(--surface)}
        main{align-items:flex-start;padding:0}
        .card{border:0;border-radius:0;box-shadow:none;max-width:none;padding:1.75rem 1.25rem 1.5rem}
        footer{justify-content:flex-start;padding:0 1.25rem 1.5rem;color:var(--muted)}
        .watermark{margin-left:auto}
        }
        @media (forced-colors:active){.avatar,.tag,.notice{border:1px solid}}
        @media (prefers-reduced-motion:no-preference){button,a,input{transition:background-color .12s,border-color .12s}}

        """#
}
