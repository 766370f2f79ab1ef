# Everything that a change must pass.
check:
    .ci/run

# The same, then slow tests, optimized, and the documentation with warnings as errors.
full: check
    cargo test --release --all-features -- --include-ignored && RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --all-features

# Benchmarks; NAME picks those whose name holds it.
bench NAME="":
    cargo bench -- {{NAME}}

# Beside other engines on INPUTS, files of articles (100 MB are generated without any): one table to paste into BENCHMARKS.md.
peers *INPUTS:
    cargo run --release --manifest-path benches/peers/Cargo.toml -- table --markdown --rounds 3 {{INPUTS}}

# Generated articles of 10 MB to 2 GB: the other table of BENCHMARKS.md.
growth *ARGS:
    cargo run --release --manifest-path benches/peers/Cargo.toml -- growth --markdown {{ARGS}}

# Kills, power cuts, flipped bits and the like in large numbers; takes hours. RELIABILITY.md says which.
torture:
    DEMARCHE_POWER_CUTS=100000 DEMARCHE_FLIPS=1000000 DEMARCHE_CUTS=50000 DEMARCHE_MODEL_CASES=100000 cargo test --release --lib torture -- --nocapture
    DEMARCHE_KILLS=5000 DEMARCHE_CREATIONS=1000 DEMARCHE_CALL_STEP=1 DEMARCHE_PAIRS=500 DEMARCHE_READ_SECONDS=600 DEMARCHE_DISKS=64 cargo test --release --test it crash:: -- --nocapture
    DEMARCHE_CALL_STEP=1 DEMARCHE_UPGRADE_KILLS=1000 cargo test --release --test it upgrade:: -- --nocapture
    DEMARCHE_RESUMES=1000 cargo test --release --test it resume:: -- --nocapture
    DEMARCHE_BOMB_BYTES=10737418240 DEMARCHE_LINE_BYTES=1073741824 DEMARCHE_ARCHIVE_CUTS=1000 cargo test --release --test it hostile:: -- --nocapture

# What kills of a long run cost in processor time: runs over a dump of BYTES, each killed as often as KILLS says.
resume BYTES="500000000" KILLS="0 1 1 1 1 1 1 1 1 1 1 5 10 20":
    DEMARCHE_RESUME_BYTES={{BYTES}} DEMARCHE_RESUME_KILLS="{{KILLS}}" cargo test --release --test it resume_work:: -- --ignored --nocapture

# Licences, sources, bans and known advisories of all dependencies; needs cargo-deny and, for advisories, the network.
deny:
    cargo deny check

# Changes FILE in every small way and says which changes no unit test notices; needs cargo-mutants, half a minute a change.
mutants FILE:
    cargo mutants --file {{FILE}} -- --lib

# Makes the golden index tests/data/golden/FOLDER (format-N) and its answers anew, after FORMAT or RULES was raised.
golden FOLDER:
    DEMARCHE_MAKE_GOLDEN={{FOLDER}} cargo test --test it golden::

# Runs a fuzz target: decode, html, wikitext, wikidump, langlinks, record, analysis, query, snippet, manifest or zim.
fuzz TARGET SECONDS="60":
    fuzz/run {{TARGET}} {{SECONDS}}
