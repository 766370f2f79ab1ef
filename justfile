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
