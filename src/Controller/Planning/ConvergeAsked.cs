using System.Text.Json;
using ChefActors.Core.Commands;

namespace ChefActors.Controller.Planning;

/// <summary>A converge as it was asked for, by a plan or by arguments.</summary>
/// <param name="Items">Run-list items as they were written.</param>
/// <param name="Mode">How the run-list meets chef-client; null: <c>named</c> when a name is given, else <c>override</c>.</param>
/// <param name="NamedRunList">The name for <see cref="RunMode.Named"/>.</param>
/// <param name="Attributes">Attributes; null: none.</param>
internal sealed record ConvergeAsked(IReadOnlyList<string> Items, RunMode? Mode, string? NamedRunList, JsonElement? Attributes)
{
    /// <summary>The mode that it means.</summary>
    public RunMode MeantMode => Mode ?? (NamedRunList is null ? RunMode.Override : RunMode.Named);
}
