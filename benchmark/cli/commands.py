"""The subcommands of ``bench``: a table to grep. One is imported when it is called, none to list them all."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS: Final = {
    "import": ("benchmark.cli.importing:import_", "Turn an annotation export or a corpus into articles."),
    "validate": ("benchmark.cli.validate:validate", "Check articles, predictions, cards and ontologies."),
    "agreement": ("benchmark.cli.agreement:agreement", "Measure how far annotators agree."),
    "adjudicate": (
        "benchmark.cli.adjudicate:adjudicate",
        "Make gold from two annotations and the decisions on them.",
    ),
    "build": ("benchmark.cli.build:build", "Check articles and build a release from them."),
    "rehydrate": (
        "benchmark.cli.rehydrate:rehydrate",
        "Restore a release without texts from your own copies.",
    ),
    "verify": ("benchmark.cli.verify:verify", "Recompute a release and name the first difference."),
    "diff": ("benchmark.cli.diff:diff", "List what changed between two releases."),
    "predict": ("benchmark.cli.predict:predict", "Run a baseline on a split."),
    "score": ("benchmark.cli.score:score", "Score predictions against gold."),
    "view": ("benchmark.cli.view:view", "Show an article and its events."),
    "compare": ("benchmark.cli.compare:compare", "Test which systems differ."),
    "export": ("benchmark.cli.export:export", "Write articles, a release or a report for another tool."),
    "init-submission": ("benchmark.cli.init_submission:init_submission", "Begin a submission."),
    "submit": ("benchmark.cli.submit:submit", "Score predictions and file them on a board."),
    "withdraw": ("benchmark.cli.withdraw:withdraw", "Withdraw a submission."),
    "leaderboard": ("benchmark.cli.leaderboard:leaderboard", "Rank systems and write the tables."),
    "schema": ("benchmark.cli.schema:schema", "Print the JSON Schema of a kind of file."),
}
"""Where each command is, and the first line of its docstring, which the list of commands shows."""


class _Command(TyperCommand):
    """A command whose help has an argument's name alone: Typer adds Python's type, ``FILE <list[Path]>``."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write what the command takes."""
        told: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
        for parameter in self.get_params(ctx):
            if record := parameter.get_help_record(ctx):
                told[parameter.param_type_name].append(record)
        arguments = [(name.partition(" <")[0], text) for name, text in told["argument"]]
        for title, rows in (("Arguments", arguments), ("Options", told["option"])):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


class Commands(TyperGroup):
    """The commands of the table."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        # Typer suggests names from the keys, and asks get_command for the rest.
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - typer's own signature
        """Return a command, None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        function: Callable[..., None] = getattr(import_module(module), name)
        function.__annotations__ = get_type_hints(function, include_extras=True)
        for hint in function.__annotations__.values():
            for told in getattr(hint, "__metadata__", ()):
                # What may not be read is the machine's affair, and exit 4: Typer would make it misuse.
                told.readable = False
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
        alone.command(cmd_name, cls=_Command)(function)
        return typer.main.get_command(alone)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - typer's own
        """Write the list of commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])
