namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>Work that fails, once or as often as is set, before or after it took effect, in a way that its actor has no answer to: the actor crashes.</summary>
internal sealed class FaultyWork
{
    public string? Point { get; set; }

    public bool IsAfter { get; set; }

    /// <summary>How often it fails.</summary>
    public int Times { get; set; } = 1;

    public int Failures { get; private set; }

    public bool HasFailed => Failures > 0;

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

    private bool IsHere(string point) => Failures < Times && point == Point;

    private void Fail()
    {
        Failures++;
        throw new InvalidOperationException($"planted at {Point}");
    }
}
