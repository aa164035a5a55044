using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Facts;

/// <summary>What runs chef-client on this node by itself, beside us: the fact <c>chef_periodic</c>. Of several the last one named here is told.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ChefPeriodic>))]
internal enum ChefPeriodic
{
    /// <summary>Nothing that was found.</summary>
    None,

    /// <summary>A line of a cron table.</summary>
    Cron,

    /// <summary>A systemd timer that is enabled.</summary>
    Timer,

    /// <summary>A chef-client that stays, or a systemd service of one that is enabled.</summary>
    Daemon,
}
