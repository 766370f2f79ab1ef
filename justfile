# Everything that a change must pass.
check:
    .ci/run

# The same, then slow tests, optimized, and the documentation with warnings as errors.
full: check
    cargo test --release --all-features -- --include-ignored && RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --all-features

# Benchmarks; NAME picks those whose name holds it.
bench NAME="":
    cargo bench -- {{NAME}}
