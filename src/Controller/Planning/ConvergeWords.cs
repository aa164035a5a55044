using ChefActors.Core.Commands;

namespace ChefActors.Controller.Planning;

/// <summary>How somebody writes a converge: faults say it in the same words.</summary>
internal sealed class ConvergeWords(string modePrefix, string namedRunList)
{
    /// <summary>Arguments of <c>push</c>.</summary>
    public static ConvergeWords Arguments { get; } = new("--mode ", "--named-run-list NAME");

    /// <summary>Keys of a plan.</summary>
    public static ConvergeWords Keys { get; } = new("mode: ", "named_run_list: NAME");

    /// <summary>A named run-list.</summary>
    public string NamedRunList => namedRunList;

    /// <summary>A mode.</summary>
    public string Mode(RunMode mode) => modePrefix + mode.ToString().ToLowerInvariant();
}
