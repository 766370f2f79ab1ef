//! `demarche completions` and `demarche man`

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::Cli;
use crate::output::{Outcome, Status, stdout};

/// Print completions for a shell
#[derive(clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Print the manual page, in roff
#[derive(clap::Args)]
pub(crate) struct ManArgs {}

pub(crate) fn completions(args: CompletionsArgs) -> Outcome {
    // Written to memory first: the generator panics on a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "demarche", &mut script);
    print(&script)
}

pub(crate) fn man(_: ManArgs) -> Outcome {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    for command in Cli::command().get_subcommands() {
        let section = clap_mangen::Man::new(command.clone());
        writeln!(page, ".SH {}", command.get_name().to_uppercase())?;
        section.render_description_section(&mut page)?;
        section.render_synopsis_section(&mut page)?;
        section.render_options_section(&mut page)?;
    }
    print(&page)
}

fn print(bytes: &[u8]) -> Outcome {
    let mut out = stdout();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Status::Done)
}
