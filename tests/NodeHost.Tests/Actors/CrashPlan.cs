using Akka.Actor;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>At which message which actor crashes, once; and what every actor was told. One for each actor system.</summary>
internal sealed class CrashPlan : IExtension
{
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _seen = new(StringComparer.Ordinal);
    private string? _at;
    private bool _isAfter;

    /// <summary>ACTOR/MESSAGE of all that came.</summary>
    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_gate) return [.. _seen];
        }
    }

    /// <summary>It has crashed.</summary>
    public bool IsDone
    {
        get
        {
            lock (_gate) return _at is null;
        }
    }

    /// <summary>Sets it.</summary>
    /// <param name="at">ACTOR/MESSAGE.</param>
    /// <param name="isAfter">The message is handled first; otherwise it is lost with the crash.</param>
    public void Set(string at, bool isAfter)
    {
        lock (_gate) (_at, _isAfter) = (at, isAfter);
    }

    /// <summary>What is put into the mailbox for this message.</summary>
    public IEnumerable<object> Take(string actor, object message)
    {
        lock (_gate)
        {
            var name = $"{actor}/{NameOf(message)}";
            _seen.Add(name);
            if (name != _at) return [message];
            _at = null;
            return _isAfter ? [message, Kill.Instance] : [Kill.Instance];
        }
    }

    /// <summary>A timer that fires comes in a wrapping of Akka's own, which nobody else may name; wishes have numbers, which are of the process.</summary>
    private static string NameOf(object message) =>
        message.GetType().Name == "TimerMsg" ? $"{message.GetType().GetProperty("Key")!.GetValue(message) as string ?? "number"} (timer)" : message.GetType().Name;
}
