namespace ChefActors.Benchmarks.Push;

/// <summary>One push, by the clock since boot.</summary>
/// <param name="At">Just before the slot was set.</param>
/// <param name="Start">When chef-client's sign of life was read.</param>
/// <param name="Mzxid">Names the push.</param>
internal sealed record PushTimes(TimeSpan At, TimeSpan Start, long Mzxid)
{
    /// <summary>From push to start.</summary>
    internal double Milliseconds => (Start - At).TotalMilliseconds;
}
