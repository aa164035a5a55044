using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Facts;

/// <summary>What decides the node's cookbooks: the fact <c>chef_mode</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ChefMode>))]
internal enum ChefMode
{
    /// <summary>Nobody said: treated as no Policyfile node, since Chef would silently converge everything.</summary>
    Unknown,

    /// <summary>Run-list and roles of the node object.</summary>
    RunList,

    /// <summary>A Policyfile.</summary>
    Policyfile,
}
