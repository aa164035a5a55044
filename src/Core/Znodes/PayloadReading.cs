using System.Diagnostics.CodeAnalysis;
using ChefActors.Core.Results;

namespace ChefActors.Core.Znodes;

/// <summary>A payload, or why it is none: a reason of code <c>bad_json</c>, <c>too_large</c> or <c>unsupported_version</c>.</summary>
public readonly record struct PayloadReading<T>(T? Value, Reason? Error)
    where T : class
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsValid => Error is null && Value is not null;
}
