using ChefActors.Core.Delivery;
using ChefActors.Core.Results;

namespace ChefActors.NodeHost.Delivery;

/// <summary>A row as it was read.</summary>
/// <param name="Version">Its version; null: it is not there.</param>
/// <param name="Result">What it holds; null: nothing, or nothing that is a result.</param>
internal readonly record struct RowReading(int? Version, CommandResult? Result)
{
    /// <summary>A row that nobody has written, as it stands after its dispatch.</summary>
    internal static RowReading Empty => new(ClaimTransaction.EmptyRowVersion, null);

    /// <summary>No row.</summary>
    internal static RowReading Missing => default;

    /// <summary>A result may be written, or there is nothing to write it to.</summary>
    internal bool IsEmptyOrMissing => Version is null or ClaimTransaction.EmptyRowVersion;
}
