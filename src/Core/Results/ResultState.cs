using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Results;

/// <summary>What became of a command on a node: exactly one of these (CONTRACT, section 4).</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ResultState>))]
public enum ResultState
{
    /// <summary>chef-client ended with 0.</summary>
    Succeeded,

    /// <summary>35, 37, or the machine restarted after Chef asked for it.</summary>
    RebootPending,

    /// <summary>Any other exit code.</summary>
    Failed,

    /// <summary>Another chef-client held Chef's own lock too long.</summary>
    LockedOut,

    /// <summary>Stopped at the run time-out.</summary>
    TimedOut,

    /// <summary>An abort reached it while running.</summary>
    Cancelled,

    /// <summary>An abort reached it before it was claimed; it never runs.</summary>
    Withdrawn,

    /// <summary>Not claimed in time; it never runs.</summary>
    Expired,

    /// <summary>Refused before anything ran.</summary>
    Rejected,

    /// <summary>Node host or machine died in the middle; the outcome cannot be known.</summary>
    Interrupted,

    /// <summary>Given by the controller: not alive when its turn came, never dispatched.</summary>
    Offline,

    /// <summary>Given by the controller: dispatched, then gone or silent longer than the grace.</summary>
    Unreachable,
}
