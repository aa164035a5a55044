using System.Globalization;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Planning.Plans;

/// <summary>A number of nodes or a share of them, as it was written.</summary>
/// <param name="Value">N from 1, or P from 1 to 100.</param>
/// <param name="IsPercent">Whether it is a share.</param>
internal sealed record Amount(int Value, bool IsPercent)
{
    /// <summary>The largest N.</summary>
    public const int NodesAtMost = 1_000_000;

    /// <summary>How it is asked for.</summary>
    public const string Allowed = "a number from 1, or a share from 1% to 100%";

    /// <summary>Reads <c>N</c> or <c>P%</c>; null: it is neither.</summary>
    public static Amount? Read(string text)
    {
        var isPercent = text.EndsWith('%');
        var holds = int.TryParse(isPercent ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= 1 && value <= (isPercent ? 100 : NodesAtMost);
        return holds ? new Amount(value, isPercent) : null;
    }

    /// <summary>In nodes, of so many: a share is rounded up and at least 1.</summary>
    public int Of(int nodes) => IsPercent ? Math.Max(1, ShareOf(nodes)) : Value;

    /// <summary>As a limit of so many nodes.</summary>
    public Budget BudgetOf(int nodes) => new(ToString(), Of(nodes));

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}{(IsPercent ? "%" : "")}");

    private int ShareOf(int nodes) => (int)((((long)nodes * Value) + 99) / 100);
}
