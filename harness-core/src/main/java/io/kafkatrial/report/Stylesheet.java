/* SPDX-License-Identifier: Apache-2.0 */
package io.kafkatrial.report;

/** The looks of the HTML report, in light and dark. */
final class Stylesheet {

    static final String CSS =
            """
            :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --page: #fbfcfd; --card: #f0f3f6;
              --line: #d5dbe2; --bad: #c0272d; --good: #187a45; --doubt: #9a6200; --link: #1d5fb8;
              --acked: #2a7de1; --unknown: #d98a00; --failed: #c0272d; --polled: #7a52c7; --processed: #187a45;
              --found: #5b6675; --b1: #8fbcf0; --b2: #f3c489; --b3: #9fd6b4; --b4: #d9b3ea; --b5: #f0a8b5;
              --b6: #b9c96a; --b7: #8fd4d9; --b8: #d6b48f; --b9: #b7bfca; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --soft: #9aa6b5; --page: #14181e;
              --card: #1f252d; --line: #343d48; --bad: #ff6b6b; --good: #4cc98a; --doubt: #f0b13c; --link: #7fb2ff;
              --acked: #5aa2ff; --unknown: #f0b13c; --failed: #ff6b6b; --polled: #b08cff; --processed: #4cc98a;
              --found: #9aa6b5; --b1: #2f5c91; --b2: #8a5a1c; --b3: #2c6e48; --b4: #6b4380; --b5: #87404e;
              --b6: #5f6b22; --b7: #276a70; --b8: #6e5233; --b9: #505a66; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
              margin: 0 auto; padding: 1.5rem; max-width: 76rem; }
            header { display: flex; gap: 1rem; align-items: center; }
            h1 { font-size: 1.25rem; margin: 0; overflow-wrap: anywhere; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
            .verdict { margin: 0; padding: .2rem .8rem; border-radius: .4rem; font-weight: 700;
              text-transform: uppercase; color: var(--page); background: var(--doubt); }
            .verdict.fail { background: var(--bad); } .verdict.pass { background: var(--good); }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 1rem 0; }
            dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
            code { background: var(--card); padding: .1rem .35rem; border-radius: .25rem; }
            .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
            svg { display: block; min-width: 820px; width: 100%; height: auto; font: 11px system-ui, sans-serif; }
            text { fill: var(--ink); } .axis { fill: var(--soft); text-anchor: middle; } .last { text-anchor: end; }
            .tick { fill: var(--line); } .inside { pointer-events: none; font-size: 10px; }
            .band { fill: var(--bad); opacity: .09; } .fault { fill: var(--bad); opacity: .75; }
            .mark { fill: var(--bad); stroke: var(--page); stroke-width: 1; }
            .acked { fill: var(--acked); background: var(--acked); } .unknown { fill: var(--unknown); background: var(--unknown); }
            .failed { fill: var(--failed); background: var(--failed); } .polled { fill: var(--polled); background: var(--polled); }
            .processed { fill: var(--processed); background: var(--processed); }
            .found { fill: var(--found); background: var(--found); }
            .swatch { display: inline-block; width: .8em; height: .8em; margin: 0 .35em 0 .7em; border-radius: .15em; }
            .swatch.fault, .swatch.anomaly { background: var(--bad); opacity: 1; } .swatch.anomaly { transform: rotate(45deg) scale(.8); }
            .ribbon { fill: var(--b9); stroke: var(--page); stroke-width: .5; }
            .state-running { fill: var(--line); } .state-crashed { fill: var(--bad); opacity: .8; }
            .state-paused { fill: var(--unknown); } .state-stopped { fill: var(--soft); }
            .leader-none { fill: var(--bad); opacity: .8; }
            .leader-1 { fill: var(--b1); } .leader-2 { fill: var(--b2); } .leader-3 { fill: var(--b3); }
            .leader-4 { fill: var(--b4); } .leader-5 { fill: var(--b5); } .leader-6 { fill: var(--b6); }
            .leader-7 { fill: var(--b7); } .leader-8 { fill: var(--b8); } .leader-9 { fill: var(--b9); }
            .legend { color: var(--soft); font-size: .85rem; }
            details { background: var(--card); border-radius: .5rem; padding: .5rem .8rem; margin: .5rem 0; overflow-x: auto; }
            details:target { outline: 2px solid var(--bad); } summary { cursor: pointer; overflow-wrap: anywhere; }
            summary b { color: var(--bad); } li { overflow-wrap: anywhere; }
            table { border-collapse: collapse; margin: .6rem 0; font-size: .88rem; }
            th, td { text-align: left; padding: .2rem 1rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
            td:first-child { font-variant-numeric: tabular-nums; white-space: nowrap; }
            .skip { position: absolute; left: -100rem; color: var(--link); } .skip:focus { position: static; }
            a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
            a:focus-visible .mark { stroke: var(--link); stroke-width: 3; }
            """;

    private Stylesheet() {}
}
