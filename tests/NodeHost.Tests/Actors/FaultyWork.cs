namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>Work that fails once, before or after it took effect, in a way that its actor has no answer to: the actor crashes.</summary>
internal sealed class FaultyWork
{
    public string? Point { get; set; }

    public bool IsAfter { get; set; }

    public bool HasFailed { get; private set; }

    public Task<T> Around<T>(string point, Func<T> work)
    {
        try
        {
            if (IsHere(point) && !IsAfter) Fail();
            var result = work();
            if (IsHere(point)) Fail();
            return Task.FromResult(result);
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    private bool IsHere(string point) => !HasFailed && point == Point;

    private void Fail()
    {
        HasFailed = true;
        throw new InvalidOperationException($"planted at {Point}");
    }
}
