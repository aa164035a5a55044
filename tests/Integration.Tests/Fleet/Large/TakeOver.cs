namespace ChefActors.Integration.Tests.Fleet.Large;

/// <summary>How a rollout came to another owner.</summary>
/// <param name="Epoch">The new owner's.</param>
/// <param name="Lost">What became of the earlier one: its end or its frost; null: neither was seen, its session ended in other ways.</param>
/// <param name="After">From then until the new owner's state was seen.</param>
internal sealed record TakeOver(int Epoch, string? Lost, TimeSpan? After)
{
    public override string ToString() => After is { } time ? $"epoch {Epoch}, {time.TotalSeconds:0.0} s after its owner was {Lost}" : $"epoch {Epoch}, its owner's session ended";
}
