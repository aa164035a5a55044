using System.Collections.Immutable;
using ChefActors.Core.Events;

namespace ChefActors.Controller.Rollouts;

/// <summary>The monitoring events as they were read.</summary>
/// <param name="Open">Problems that have not recovered.</param>
/// <param name="Missing">Why there is no data; null: there is.</param>
internal sealed record EventsFact(ImmutableArray<OpenEvent> Open, string? Missing);
