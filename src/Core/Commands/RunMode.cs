using System.Text.Json.Serialization;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Commands;

/// <summary>How a run-list meets chef-client (CONTRACT, section 4).</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RunMode>))]
public enum RunMode
{
    /// <summary><c>--override-runlist ITEMS</c>; the node's stored run-list stays.</summary>
    Override,

    /// <summary><c>-j FILE</c> with <c>run_list</c> in it: the node's stored run-list is replaced for good.</summary>
    Replace,

    /// <summary><c>--named-run-list NAME</c>; Policyfile nodes only.</summary>
    Named,

    /// <summary>A plain full run.</summary>
    Full,
}
